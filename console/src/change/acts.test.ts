import { expect, it } from 'vitest'
import { aboutText, acts, actText, joined, type Change } from './acts'

const change = (id: number, act: number, fields: Partial<Change> = {}) =>
    ({
        id,
        act,
        at: id,
        actor: 'user:1 admin',
        kind: 'app.updated',
        subjectKind: 'app',
        subjectId: '1',
        ...fields,
    }) as Change

const moved = (id: number, act: number, node: number, from?: string) =>
    change(id, act, {
        kind: 'placement.published',
        subjectKind: 'placement',
        subjectId: String(id),
        deploymentName: 'shop-web',
        nodeId: node,
        nodeName: `web${node}`,
        fromVersion: from,
        toVersion: '1.2.0',
    })

it('acts puts the changes of one request into one line that says what moved where', () => {
    const rollout = change(1, 1, {
        kind: 'rollout.created',
        subjectKind: 'rollout',
        deploymentName: 'shop-web',
        fromVersion: '1.1.0',
        toVersion: '1.2.0',
    })
    const list = acts([
        change(9, 9, {}),
        moved(4, 1, 3, '1.1.0'),
        moved(3, 1, 2, '1.1.0'),
        moved(2, 1, 1, '1.1.0'),
        rollout,
    ])

    expect(list.map(act => act.changes.length)).toEqual([1, 4])
    expect(list[1]?.head).toBe(rollout)
    expect(aboutText(list[1]!.head, list[1]!.changes)).toBe('shop-web 1.1.0 → 1.2.0 on 3 nodes')
    expect(actText(list[1]!)).toBe('Rollout created')
})

it('aboutText names one node, and no version where nodes came from different ones', () => {
    expect(aboutText(moved(1, 1, 7))).toBe('shop-web 1.2.0 on web7')
    expect(aboutText(moved(1, 1, 1, '1.0'), [moved(1, 1, 1, '1.0'), moved(2, 1, 2, '1.1')])).toBe(
        'shop-web 1.2.0 on 2 nodes',
    )
})

it('aboutText shows an id only where nothing has a name any more', () => {
    expect(aboutText(change(1, 1, { subjectKind: 'placement', subjectId: '5' }))).toBe('Placement #5')
    expect(aboutText(change(1, 1, { subjectName: 'billing' }))).toBe('billing')
})

it('the newest acts go before those shown, into the act that they belong to; a gap is seen', () => {
    const shown = acts([change(3, 2), change(2, 2), change(1, 1)])
    const newest = acts([change(5, 5), change(4, 2), change(3, 2)])

    expect(joined(newest, shown)?.map(act => act.changes.map(one => one.id))).toEqual([[5], [4, 3, 2], [1]])
    expect(joined(acts([change(9, 9)]), shown)).toBeUndefined()
    expect(joined([], shown)).toBeUndefined()
})
