import { effectScope, shallowRef, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { List } from './list'
import { useRows } from './rows'

interface Row {
    id: number
    state: string
    pid?: number
}

let scope: EffectScope
beforeEach(() => {
    vi.useFakeTimers()
    scope = effectScope()
})
afterEach(() => {
    scope.stop()
    vi.useRealTimers()
})

function rowsOf(start: Row[], server: Map<number, Row>, sorted = false) {
    const items = shallowRef<readonly Row[]>(start)
    const asked: string[] = []
    const list = {
        items,
        alter: (change: (rows: readonly Row[]) => readonly Row[]) => (items.value = change(items.value)),
        refresh: async () => {
            asked.push('all')
            items.value = [...server.values()]
        },
    } as unknown as List<Row>
    const show = async (id: number) => {
        asked.push(`${id}`)
        const row = server.get(id)
        if (!row) throw new Error('gone')
        return row
    }
    const rows = scope.run(() => useRows(list, { show, place: row => sorted && row.state }))!
    return { rows, items, asked }
}
const later = async () => {
    await vi.advanceTimersByTimeAsync(1_000)
}
const four = () => [1, 2, 3, 4].map(id => ({ id, state: 'running', pid: id }))
const known = (...rows: Row[]) => new Map(rows.map(row => [row.id, row]))

test('what an event says is shown at once, and the row alone is asked for, once for many events', async () => {
    const { rows, items, asked } = rowsOf(four(), known({ id: 2, state: 'running', pid: 22 }))

    expect(rows.told(2, row => ({ ...row, state: 'starting' }))).toBe(true)
    expect(items.value[1]?.state).toBe('starting')
    rows.told(2, row => ({ ...row, state: 'running' }))
    await later()

    expect(asked).toEqual(['2'])
    expect(items.value[1]).toEqual({ id: 2, state: 'running', pid: 22 })
})

test('many rows at once are asked for as a list, and so is one that would stand elsewhere', async () => {
    const burst = rowsOf(four(), known(...four()))
    for (const { id } of four()) burst.rows.told(id)
    await later()
    expect(burst.asked).toEqual(['all'])

    const sorted = rowsOf(four(), known(...four()), true)
    sorted.rows.told(3, row => ({ ...row, state: 'failed' }))
    sorted.rows.told(3)
    await later()
    expect(sorted.asked).toEqual(['all'])
})

test('a row that turns out to stand elsewhere asks for the list after it', async () => {
    const { rows, asked } = rowsOf(four(), known({ id: 3, state: 'failed' }), true)
    rows.told(3)
    await later()
    await later()
    expect(asked).toEqual(['3', 'all'])
})

test('what is gone goes, without a question; what cannot be asked for asks for the list', async () => {
    const { rows, items, asked } = rowsOf(four(), known(...four().slice(1)))
    rows.drop(4)
    rows.drop(9)
    await later()
    expect(asked).toEqual([])
    expect(items.value).toHaveLength(3)

    rows.told(1)
    await later()
    expect(asked).toEqual(['1', 'all'])
    expect(rows.told(9)).toBe(false)
})
