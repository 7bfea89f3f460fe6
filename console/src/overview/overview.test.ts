import { expect, it } from 'vitest'
import { foremost, neediest, upBetweenFailures, type Deployment, type Item } from './overview'

it('neediest shows first what does not run though it should, not what is stopped or switched off', () => {
    const one = (name: string, failed: number, enabled = true) =>
        ({ name, running: 0, starting: 0, failed, unreachable: 0, stopped: 2 - failed, enabled }) as Deployment

    const names = neediest([one('b', 0), one('c', 2), one('a', 0), one('off', 2, false)], 3).map(d => d.name)

    expect(names).toEqual(['c', 'a', 'b'])
})

it('the first lines are of every kind, in their order, however many there are of one', () => {
    const some = (kind: string, count: number) =>
        Array.from({ length: count }, (_, id) => ({ kind, id, state: 'failed' }) as Item)
    const items = [...some('node-offline', 20), ...some('placement-failed', 2), ...some('rollout-failed', 1)]

    const kinds = foremost(items, 10).map(one => one.kind)

    expect(kinds).toEqual([
        ...Array.from({ length: 7 }, () => 'node-offline'),
        'placement-failed',
        'placement-failed',
        'rollout-failed',
    ])
    expect(foremost(items.slice(0, 3), 10)).toEqual(items.slice(0, 3))
})

it('what is up between two failures is not told as what it is just now', () => {
    expect(upBetweenFailures({ kind: 'placement-failed', state: 'running' })).toBe(true)
    expect(upBetweenFailures({ kind: 'placement-failed', state: 'backOff' })).toBe(false)
    expect(upBetweenFailures({ kind: 'node-offline' })).toBe(false)
})
