import {
    computed,
    onScopeDispose,
    ref,
    shallowRef,
    watch,
    type Ref,
    type VNodeChild,
    type WritableComputedRef,
} from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Page } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'

/** What a list asks the server for; the names are those of the URL. */
export interface ListQuery {
    q?: string
    cursor?: number
    limit: number
    project?: number
    /** By what the server is to sort; `-` before it for the reverse. */
    sort?: string
    [filter: string]: string | number | undefined
}

export interface List<T> {
    items: Readonly<Ref<readonly T[]>>
    total: Readonly<Ref<number | undefined>>
    hasMore: Readonly<Ref<boolean>>
    loading: Readonly<Ref<boolean>>
    problem: Readonly<Ref<Problem | undefined>>
    /** True when a search or a filter hides things. */
    filtered: Readonly<Ref<boolean>>
    /** There is nothing at all: the page says what to do first, by the one button that stands out. */
    bare: Readonly<Ref<boolean>>
    /** Search and filters, read from and written to the URL: `list.filter('status').value = 'online'`. */
    filter(name: string): WritableComputedRef<string | undefined>
    clear(): void
    /** The server does not search this list: the page does, in what the columns tell of its rows. */
    searchesHere: boolean
    /** What it is sorted by, `-` before it for the reverse, read from and written to the URL. */
    sort: WritableComputedRef<string | undefined>
    more(): Promise<void>
    /** From the start, with the loading state. */
    reload(): Promise<void>
    /** What is shown, again, without a flicker: for live events. */
    refresh(): Promise<void>
    /** Puts what an event tells into the rows that are shown; nothing is asked. */
    alter(change: (rows: readonly T[]) => readonly T[]): void
    /** Asks for the first rows alone and puts them before those shown; needs `join`. */
    ahead(count: number): Promise<void>
}

const pageSize = 50
const largest = 500

/**
 * A list whose search and filters live in the URL. `filters` are the names this page owns, besides `q` and `project`;
 * `load` gets them and returns a page. Sorted by one of `sorts` the server sorts; else the page does, with as many rows as one
 * call gives.
 */
export function useList<T extends { id: number | string }>(options: {
    filters?: string[]
    /** What the server can sort by. */
    sorts?: readonly string[]
    /** What it is sorted by unless the URL says otherwise. */
    sort?: string
    load: (query: ListQuery, signal: AbortSignal) => Promise<Page<T>>
    /** The server does not search this list: the page does, in as many rows as one call gives. */
    searchesHere?: boolean
    /** Goes before its names in the URL, where a page has several lists: `keys.`. */
    prefix?: string
    /** Further state that a change of must reload. */
    on?: () => unknown
    /** The newest rows and those shown as one list; undefined when there is a gap between them. */
    join?: (newest: readonly T[], shown: readonly T[]) => readonly T[] | undefined
}): List<T> {
    const route = useRoute()
    const router = useRouter()
    const names = ['q', ...(options.filters ?? [])]
    const path = route.path

    const items = shallowRef<readonly T[]>([])
    const total = ref<number>()
    const next = ref<number>()
    const loading = ref(true)
    const problem = shallowRef<Problem>()
    let asked: AbortController | undefined
    // Something was told while an answer was on its way, which may not know of it.
    let overtaken = false

    const key = (name: string) => (name === 'project' ? name : `${options.prefix ?? ''}${name}`)
    function text(name: string): string | undefined {
        const value = route.query[key(name)]
        return typeof value === 'string' && value !== '' ? value : undefined
    }

    const sort = () => text('sort') ?? options.sort
    const served = () => (options.sorts ?? []).includes(sort()?.replace(/^-/, '') ?? '')
    const searched = () => !!options.searchesHere && text('q') !== undefined
    const first = () => (searched() || (sort() && !served()) ? largest : pageSize)

    function query(limit: number, cursor?: number): ListQuery {
        const made: ListQuery = { limit, cursor }
        for (const name of names) made[name] = text(name)
        const project = Number(text('project'))
        if (project > 0) made.project = project
        if (options.searchesHere) delete made.q
        if (served()) made.sort = sort()
        return made
    }

    async function ask(limit: number, cursor: number | undefined, quiet: boolean) {
        asked?.abort()
        const mine = new AbortController()
        asked = mine
        if (cursor === undefined) overtaken = false
        if (!quiet) loading.value = true
        try {
            const page = await options.load(query(limit, cursor), mine.signal)
            if (mine.signal.aborted) return
            items.value = cursor === undefined ? page.items : [...items.value, ...page.items]
            next.value = page.next
            if (cursor === undefined || page.total !== undefined) total.value = page.total
            problem.value = undefined
        } catch (failure) {
            if (mine.signal.aborted) return
            // A quiet refresh that fails leaves what is shown; the banner says that the line is down.
            if (!quiet) problem.value = asProblem(failure)
        } finally {
            ended(mine)
        }
    }

    function ended(mine: AbortController) {
        if (asked !== mine) return
        asked = undefined
        loading.value = false
        if (overtaken) void refresh()
    }

    async function refresh() {
        if (asked) overtaken = true
        else await ask(Math.min(largest, Math.max(first(), items.value.length)), undefined, true)
    }

    async function ahead(count: number) {
        if (asked || !options.join) return refresh()
        const mine = new AbortController()
        asked = mine
        try {
            const page = await options.load(query(count), mine.signal)
            if (mine.signal.aborted) return
            const joined = options.join(page.items, items.value)
            if (joined) items.value = joined
            else overtaken = true
        } catch {
            // What is shown stays; the banner says that the line is down.
        } finally {
            ended(mine)
        }
    }

    const reload = () => {
        items.value = []
        return ask(first(), undefined, false)
    }

    watch(
        () => JSON.stringify([...names.map(text), text('project'), text('sort'), options.on?.()]),
        () => {
            if (route.path === path) void ask(first(), undefined, false)
        },
        { immediate: true },
    )
    onScopeDispose(() => {
        overtaken = false
        asked?.abort()
    })

    return {
        items,
        total,
        hasMore: computed(() => next.value !== undefined),
        loading,
        problem,
        filtered: computed(() => names.some(name => text(name) !== undefined)),
        bare: computed(
            () =>
                !loading.value &&
                !items.value.length &&
                !problem.value &&
                names.every(name => text(name) === undefined),
        ),
        filter: name =>
            computed({
                get: () => text(name),
                set: value => void router.replace({ query: { ...route.query, [key(name)]: value || undefined } }),
            }),
        searchesHere: options.searchesHere ?? false,
        sort: computed({
            get: sort,
            set: value => {
                const said = value === options.sort ? undefined : value
                void router.replace({ query: { ...route.query, [key('sort')]: said || undefined } })
            },
        }),
        clear: () => {
            const rest = { ...route.query }
            for (const name of names) delete rest[key(name)]
            void router.replace({ query: rest })
        },
        more: async () => {
            if (next.value !== undefined && !asked) await ask(pageSize * 2, next.value, false)
        },
        reload,
        refresh,
        alter: change => {
            if (asked) overtaken = true
            const before = items.value.length
            items.value = change(items.value)
            if (total.value !== undefined) total.value += items.value.length - before
        },
        ahead,
    }
}

export type Sortable = string | number | boolean | null | undefined

/** The rows in order; those without a value last. */
export function sorted<T>(rows: readonly T[], value: (row: T) => Sortable, descending: boolean): T[] {
    const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
    const none = (one: Sortable) => one === null || one === undefined || one === ''
    const way = descending ? -1 : 1
    return [...rows].sort((left, right) => {
        const [a, b] = [value(left), value(right)]
        if (none(a) || none(b)) return Number(none(a)) - Number(none(b))
        return typeof a === 'string' ? way * collator.compare(a, String(b)) : way * (Number(a) - Number(b))
    })
}

/** The rows in which every typed word is somewhere, in any column that tells a text. */
export function searched<T>(rows: readonly T[], columns: readonly Column<T>[], typed: string): T[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
    const told = (row: T) =>
        columns
            .map(column => column.text?.(row) ?? (typeof column.sort === 'function' ? column.sort(row) : ''))
            .filter(value => typeof value === 'string')
            .join('\n')
            .toLowerCase()
    return rows.filter(row => {
        const text = words.length ? told(row) : ''
        return words.every(word => text.includes(word))
    })
}

export interface Column<T> {
    key: string
    title: string
    render: (row: T) => VNodeChild
    width?: number
    minWidth?: number
    align?: 'left' | 'right'
    /** It can be sorted by: `true` by the server, which knows the key; else by what is told of a row. */
    sort?: true | ((row: T) => Sortable)
    /** What of it is searched; else the text that it is sorted by. */
    text?: (row: T) => string | undefined
    /** On a phone: the heading of the card, left out, or (usually) a line with the title before it. */
    narrow?: 'title' | 'hide'
    /** Left out of a table that has no room for all, the last such column first; the thing's own page shows it. */
    spare?: true
}

/** The columns of a table that is so wide: what a row can do never lies over what it shows. */
export function fitting<T>(columns: readonly Column<T>[], width: number): Column<T>[] {
    const least = (all: readonly Column<T>[]) => all.reduce((sum, one) => sum + (one.width ?? one.minWidth ?? 80), 0)
    const shown = [...columns]
    for (let at = shown.length - 1; at >= 0 && least(shown) > width; at--) if (shown[at]?.spare) shown.splice(at, 1)
    return shown
}
