import { describe, expect, test } from 'vitest'
import {
    accessEdit,
    accessOf,
    accessOptions,
    classesFor,
    concernsOf,
    keyState,
    standingOf,
    standingRank,
    useOf,
    versionsOf,
    type App,
    type AppKey,
} from './apps'

const app = (what: Partial<App> = {}): App => ({
    id: 1,
    projectId: 1,
    name: 'shop',
    enabled: true,
    approved: true,
    introduced: false,
    secretProved: true,
    allowAddresses: [],
    denyAddresses: [],
    revision: 1,
    createdAt: 1,
    counts: { deployments: 0, keys: 1, instances: 1 },
    ...what,
})

describe('an app', () => {
    test('stands where the worst that is true of it is', () => {
        expect(standingOf(app())).toBe('enabled')
        expect(standingOf(app({ approved: false, enabled: false }))).toBe('waiting')
        expect(standingOf(app({ enabled: false }))).toBe('disabled')
        const none = { deployments: 0, keys: 1, instances: 0 }
        expect(standingOf(app({ counts: none }))).toBe('enabled')
        expect(standingOf(app({ counts: none, lastLoginAt: 5 }))).toBe('offline')
    })

    test('comes before others when somebody has to look at it', () => {
        const waiting = app({ approved: false })
        const shut = app({ enabled: false })
        expect([shut, app(), waiting].sort((a, b) => standingRank(a) - standingRank(b))).toEqual([waiting, app(), shut])
    })

    test('tells that it logs in without a secret, or cannot at all', () => {
        expect(concernsOf(app())).toEqual([])
        expect(concernsOf(app({ introduced: true, secretProved: false }))).toEqual(['open'])
        expect(concernsOf(app({ counts: { deployments: 1, keys: 0, instances: 1 } }))).toEqual(['noKey'])
        expect(concernsOf(app({ approved: false, introduced: true, secretProved: false }))).toEqual(['waiting'])
        expect(concernsOf(app({ logClass: 'audit', lacksClass: true }))).toEqual(['lacksClass'])
    })
})

test('a key tells a week before that it ends', () => {
    const day = 86_400_000
    const key = (what: Partial<AppKey>): AppKey => ({
        id: 1,
        appId: 1,
        name: 'main',
        createdAt: 1,
        createdBy: 'user:1 ana',
        ingest: false,
        ...what,
    })
    expect(keyState(key({}), day)).toBe('valid')
    expect(keyState(key({ expiresAt: 9 * day }), day)).toBe('valid')
    expect(keyState(key({ expiresAt: 7 * day }), day)).toBe('expiring')
    expect(keyState(key({ expiresAt: day }), day)).toBe('expired')
    expect(keyState(key({ expiresAt: 9 * day, revokedAt: 5 }), day)).toBe('revoked')
})

test('versions are told with how many run them', () => {
    expect(versionsOf([{ version: '1.1' }, { version: '1.2' }, {}, { version: '1.2' }])).toBe('1.2 × 2, 1.1')
    expect(versionsOf([])).toBe('')
})

test('what instances use is told once one of them has', () => {
    expect(useOf([{}])).toBeUndefined()
    const meters = { cpu: 0.5, memory: 10, threads: 3, handles: 1 }
    expect(useOf([{ meters }, {}, { meters }])).toEqual({ cpu: 1, memory: 20, threads: 6 })
})

describe('the access of an app', () => {
    test('sends only what differs', () => {
        const before = accessOf(app({ allowAddresses: ['10.0.*'], control: 'web1' }))
        expect(accessEdit(before, { ...before, allow: '10.0.*\n' })).toEqual({})
        expect(accessEdit(before, { ...before, allow: '', deny: '10.9.*', control: '*', enabled: false })).toEqual({
            enabled: false,
            allowAddresses: [],
            denyAddresses: ['10.9.*'],
            control: '*',
        })
        expect(accessEdit(before, { ...before, logClass: 'audit' })).toEqual({ logClass: 'audit' })
        const audit = accessOf(app({ logClass: 'audit' }))
        expect(accessEdit(audit, { ...audit, logClass: 'standard' })).toEqual({ logClass: 'standard' })
    })

    test('has a class for its logs where there is a choice, also one that is gone', () => {
        const one = (name: string, taking = true) => ({ name, keepDays: 7, maxBytes: 1, taking })
        const names = (of: App, ...all: ReturnType<typeof one>[]) => classesFor(of, all).map(each => each.name)
        expect(names(app())).toEqual([])
        expect(names(app(), one('standard'), one('old', false))).toEqual([])
        expect(names(app(), one('standard'), one('audit'), one('old', false))).toEqual(['standard', 'audit'])
        const lacking = app({ logClass: 'old', lacksClass: true })
        expect(names(lacking, one('standard'), one('old', false))).toEqual(['standard', 'old'])
        expect(names(lacking)).toEqual([])
    })

    test('has words of the command line', () => {
        expect(
            accessOptions({
                displayName: 'The shop',
                allowAddresses: [],
                denyAddresses: ['10.9.*', '::1'],
                control: '',
                logClass: 'audit',
                enabled: false,
                secretProved: true,
            }),
        ).toBe(
            " --display-name 'The shop' --no-enabled --allow '' --deny '10.9.*' --deny ::1 --control '' --log-class audit --require-secret",
        )
    })
})
