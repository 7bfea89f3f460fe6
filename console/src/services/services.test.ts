import { expect, test } from 'vitest'
import {
    providerState,
    settingsEdit,
    settingsOf,
    standingOf,
    standingRank,
    tagsOf,
    type Provider,
    type Service,
} from './services'

const service = (what: Partial<Service> = {}): Service => ({
    id: 1,
    projectId: 1,
    name: 'orders',
    enabled: true,
    scoped: false,
    singleton: false,
    extranet: false,
    providers: 2,
    shown: 2,
    consumers: 1,
    protectedSince: 0,
    healthIgnored: false,
    revision: 1,
    createdAt: 1,
    ...what,
})
const provider = (what: Partial<Provider> = {}): Provider => ({
    id: 1,
    serviceId: 1,
    service: 'orders',
    appId: 1,
    app: 'shop',
    client: '10.0.0.1@12',
    address: 'http://10.0.0.1:80',
    weight: 100,
    ownWeight: 100,
    enabled: true,
    draining: false,
    leaving: false,
    healthy: true,
    silent: false,
    shown: true,
    revision: 1,
    createdAt: 1,
    updatedAt: 1,
    ...what,
})

test('a service stands where the worst that is true of it is', () => {
    expect(standingOf(service())).toBe('ready')
    expect(standingOf(service({ shown: 1 }))).toBe('partly')
    expect(standingOf(service({ shown: 0 }))).toBe('absent')
    expect(standingOf(service({ providers: 0, shown: 0 }))).toBe('absent')
    expect(standingOf(service({ providers: 0, shown: 0, consumers: 0 }))).toBe('unused')
    expect(standingOf(service({ protectedSince: 5 }))).toBe('protected')
    expect(standingOf(service({ healthIgnored: true }))).toBe('sick')
    expect(standingOf(service({ enabled: false, shown: 0 }))).toBe('disabled')
})

test('what nobody provides comes first', () => {
    const all = [service({ enabled: false }), service(), service({ shown: 1 }), service({ shown: 0 })]
    expect(all.sort((a, b) => standingRank(a) - standingRank(b)).map(standingOf)).toEqual([
        'absent',
        'partly',
        'ready',
        'disabled',
    ])
})

test('a provider says why consumers are told of it or not', () => {
    expect(providerState(provider())).toBe('ready')
    expect(providerState(provider({ shown: false }))).toBe('hidden')
    expect(providerState(provider({ silent: true }))).toBe('silent')
    expect(providerState(provider({ draining: true, shown: false }))).toBe('draining')
    expect(providerState(provider({ leaving: true, draining: true }))).toBe('leaving')
    expect(providerState(provider({ healthy: false, draining: true }))).toBe('unhealthy')
    expect(providerState(provider({ enabled: false, healthy: false }))).toBe('disabled')
})

test('an edit of a service sends only what differs', () => {
    const before = settingsOf(service({ health: '/health' }))
    expect(settingsEdit(before, { ...before, displayName: '  ' })).toEqual({})
    expect(settingsEdit(before, { ...before, health: '', scoped: true })).toEqual({ health: '', scoped: true })
})

test('tags are words with commas between', () => {
    expect(tagsOf('blue, fast;x')).toEqual(['blue', 'fast', 'x'])
    expect(tagsOf(undefined)).toEqual([])
})
