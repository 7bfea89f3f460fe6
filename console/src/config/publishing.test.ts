import { describe, expect, test } from 'vitest'
import {
    changeOf,
    choices,
    grayCommand,
    isEmpty,
    isPast,
    labelsOf,
    labelText,
    namedOf,
    noTarget,
    promoteCommand,
    publishCommand,
} from './publishing'

const app = { app: 'shop', appId: 3 }

describe('a publish', () => {
    test('is a command with its time and message', () => {
        expect(publishCommand(app, { message: ' ' }).cli).toBe('config publish shop')
        const later = publishCommand(app, { message: 'new db', at: 1_900_000_000_000 })
        expect(later.cli).toBe("config publish shop --at 2030-03-17T17:46:40.000Z -m 'new db'")
        expect(later.api.body).toEqual({ message: 'new db', at: 1_900_000_000_000 })
    })

    test('is planned from now on, within a year', () => {
        const now = 1_900_000_000_000
        expect(isPast(undefined, now)).toBe(false)
        expect(isPast(now, now)).toBe(true)
        expect(isPast(now + 1, now)).toBe(false)
        expect(isPast(now + 366 * 24 * 3_600_000, now)).toBe(true)
    })

    test('changes values of instances, and says of a secret only that', () => {
        expect(changeOf({ key: 'a', after: '', secret: false }).kind).toBe('added')
        expect(changeOf({ key: 'a', before: '1', secret: false }).kind).toBe('removed')
        expect(changeOf({ key: 'a', before: '1', after: '2', secret: false }).kind).toBe('changed')
        expect(changeOf({ key: 'a', secret: true }).kind).toBeUndefined()
    })
})

describe('a gray release', () => {
    const running = [{ client: 'shop@web1', node: 'web1' }, { client: '10.0.0.1@5' }]

    test('is a command; a message is of its begin', () => {
        const target = { clients: ['shop@web1', 'a b'], nodes: ['web2'], labels: { zone: 'east' }, percent: 10 }
        const options = "--instance shop@web1 --instance 'a b' --node web2 --label zone=east --percent 10"
        const begun = grayCommand(app, target, 'why')
        expect(begun.cli).toBe(`config gray shop ${options} -m why`)
        expect(begun.api).toEqual({
            method: 'POST',
            path: '/apps/3/config/gray',
            body: { ...target, message: 'why' },
        })
        const edited = grayCommand(app, target)
        expect(edited.cli).toBe(`config gray shop ${options}`)
        expect(edited.api).toEqual({ method: 'PUT', path: '/apps/3/config/gray', body: target })
        expect(promoteCommand(app, '').cli).toBe('config promote shop')
    })

    test('is for somebody', () => {
        expect(isEmpty(noTarget())).toBe(true)
        expect(isEmpty({ ...noTarget(), percent: 1 })).toBe(false)
        expect(isEmpty({ ...noTarget(), nodes: ['web1'] })).toBe(false)
        expect(isEmpty({ ...noTarget(), labels: { zone: 'east' } })).toBe(false)
    })

    test('reads labels as people type them', () => {
        expect(labelsOf('zone=east, web')).toBeUndefined()
        expect(labelsOf(' zone=east, role=a=b,')).toEqual({ zone: 'east', role: 'a=b' })
        expect(labelsOf('')).toEqual({})
        expect(labelText({ zone: 'east', role: 'web' })).toBe('zone=east, role=web')
    })

    test('counts who runs, by name or node, once', () => {
        expect(namedOf({ ...noTarget(), clients: ['shop@web1'], nodes: ['web1'] }, running)).toBe(1)
        expect(namedOf({ ...noTarget(), clients: ['10.0.0.1@5', 'gone@web9'], nodes: ['web1'] }, running)).toBe(2)
    })

    test('keeps in its list who is named and does not run', () => {
        expect(
            choices(
                ['gone'],
                running.map(one => one.node),
            ),
        ).toEqual(['gone', 'web1'])
    })
})
