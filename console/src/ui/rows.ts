import { onScopeDispose } from 'vue'
import { calm } from '@/api/live'
import type { List } from './list'

/** More than these, and the whole list costs less than one by one. */
const few = 3

/**
 * Keeps the rows of a list as events tell. What an event says is shown at once; what else is to be known of the row is asked
 * for with `show`, of that row alone. The whole list is asked for when many rows are meant, or when a row would stand
 * elsewhere now, as `place` says. However many events come, there is one round in `ms`.
 */
export function useRows<T extends { id: number }>(
    list: List<T>,
    options: { show?: (id: number) => Promise<T>; place?: (row: T) => unknown; ms?: number } = {},
) {
    const named = new Set<number>()
    let whole = false
    let gone = false
    onScopeDispose(() => (gone = true))
    const place = (row: T) => JSON.stringify(options.place?.(row))
    const round = calm(() => void look(), options.ms ?? 800)

    async function look() {
        const ids = [...named]
        const all = whole || ids.length > few
        named.clear()
        whole = false
        if (all) await list.refresh()
        else await Promise.all(ids.map(ask))
    }

    async function ask(id: number) {
        try {
            const row = await options.show?.(id)
            if (row && !gone) put(row)
        } catch {
            // It has gone, or the line is down, of which the banner tells: the list knows.
            if (!gone) await list.refresh()
        }
    }

    function put(row: T) {
        const before = list.items.value.find(one => one.id === row.id)
        if (!before) return
        list.alter(rows => rows.map(one => (one.id === row.id ? row : one)))
        if (place(before) !== place(row)) all()
    }

    /** The whole list is to be asked for. */
    function all() {
        whole = true
        round()
    }

    /** Something happened to a row, and `change` is what the event tells of it; false when it is not shown. */
    function told(id: number, change: (row: T) => T = row => row): boolean {
        const row = list.items.value.find(one => one.id === id)
        if (!row) return false
        put(change(row))
        if (options.show && !whole) {
            named.add(id)
            round()
        }
        return true
    }

    /** The thing is gone. */
    function drop(id: number) {
        if (list.items.value.some(one => one.id === id)) list.alter(rows => rows.filter(one => one.id !== id))
    }

    return { told, drop, all }
}
