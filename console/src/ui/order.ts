import { computed, ref, type ComputedRef } from 'vue'
import { sorted, type Sortable } from './list'

export interface Order<T> {
    rows: ComputedRef<T[]>
    /** For the `SortButton` of a column. */
    head(key: string, title: string): { title: string; way: 'up' | 'down' | undefined; onPress: () => void }
}

/** The rows of a small table in the order of a column; `begin` with `-` before it begins with the largest. */
export function useOrder<T>(
    rows: () => readonly T[],
    by: Record<string, (row: T) => Sortable>,
    begin: string,
): Order<T> {
    const sort = ref(begin)
    const key = computed(() => sort.value.replace(/^-/, ''))
    const down = computed(() => sort.value.startsWith('-'))
    // Figures begin with the largest, names with the first.
    function turn(name: string) {
        const largest = rows().some(row => typeof by[name]?.(row) === 'number')
        const descending = key.value === name ? !down.value : largest
        sort.value = descending ? `-${name}` : name
    }
    return {
        rows: computed(() => sorted(rows(), by[key.value] ?? (() => undefined), down.value)),
        head: (name, title) => ({
            title,
            way: key.value === name ? (down.value ? 'down' : 'up') : undefined,
            onPress: () => turn(name),
        }),
    }
}
