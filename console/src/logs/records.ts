import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { findLogs, type Ask, type Entry, type LogPage } from './logs'
import { joined, merged, rowOf, unseen, untold, type Row } from './rows'

const firstPage = 200
const laterPage = 500
/** A list of more is read in a file. */
export const mostRows = 100_000
/** Of those that are told as they come. */
export const mostLive = 5_000

/** The records of a search: the newest page, the pages behind it, and what comes while `live`. */
export function useRecords(options: {
    /** The question as of now; undefined while it is not known yet. */
    ask: () => Ask | undefined
    /** Asks again when it changes. */
    on: () => unknown
    live: () => boolean
    /** Somebody reads: what comes waits. */
    reading: () => boolean
}) {
    const rows = shallowRef<readonly Row[]>([])
    /** What came while somebody reads. */
    const waiting = shallowRef<readonly Row[]>([])
    const next = ref<string>()
    const complete = ref(true)
    const scanned = ref(0)
    const damaged = ref(0)
    const lost = ref(0)
    const loading = ref(true)
    const problem = shallowRef<Problem>()
    let before = new Map<string, number>() // of the newest page
    let answered: Ask | undefined
    let asked: AbortController | undefined

    async function call(work: (signal: AbortSignal) => Promise<void>) {
        asked?.abort()
        const mine = new AbortController()
        asked = mine
        loading.value = true
        try {
            await work(mine.signal)
        } catch (failure) {
            if (!mine.signal.aborted) problem.value = asProblem(failure)
        } finally {
            if (asked === mine) {
                asked = undefined
                loading.value = false
            }
        }
    }

    function took(page: LogPage) {
        next.value = page.next
        complete.value = page.complete
        scanned.value += page.scannedBytes
        damaged.value = Math.max(damaged.value, page.damaged)
        problem.value = undefined
    }

    /** The newest page; `told`: what was told of it is kept. */
    function load(told = false) {
        const ask = options.ask()
        if (!ask) return
        return call(async signal => {
            const page = await findLogs(ask, { limit: firstPage }, signal)
            if (signal.aborted) return
            answered = ask
            scanned.value = damaged.value = 0
            took(page)
            const heard = told ? merged(rows.value, waiting.value, mostLive) : []
            if (!told) lost.value = 0
            waiting.value = []
            const items = page.items.map(rowOf)
            rows.value = joined(heard, items, page.next === undefined, options.live() ? mostLive : mostRows)
            before = untold(items, rows.value)
        })
    }

    /** What is behind the last row; also where a page ended because its time was over. */
    async function more() {
        const after = next.value
        if (!answered || after === undefined || asked || options.live() || rows.value.length >= mostRows) return
        const ask = answered
        await call(async signal => {
            const page = await findLogs(ask, { limit: laterPage, after }, signal)
            if (signal.aborted) return
            took(page)
            rows.value = [...rows.value, ...page.items.map(rowOf)]
        })
    }

    /** Told by the stream, the oldest first. */
    function came(entries: readonly Entry[]) {
        const fresh = (loading.value ? [...entries] : unseen(entries, before)).map(rowOf)
        if (options.reading() || loading.value) waiting.value = [...waiting.value, ...fresh].slice(-mostLive)
        else rows.value = merged(rows.value, fresh, mostLive)
    }

    /** Shows what waited. */
    function release() {
        if (!waiting.value.length) return
        rows.value = merged(rows.value, waiting.value, mostLive)
        waiting.value = []
    }

    watch(
        options.on,
        () => {
            asked?.abort()
            rows.value = []
            waiting.value = []
            next.value = undefined
            loading.value = true
            void load()
        },
        { immediate: true },
    )
    onScopeDispose(() => asked?.abort())

    return {
        rows,
        waiting,
        complete,
        scanned,
        damaged,
        lost,
        loading,
        problem,
        hasMore: computed(() => next.value !== undefined && !options.live() && rows.value.length < mostRows),
        load,
        more,
        came,
        release,
        tell: (count: number) => (lost.value += count),
    }
}

export type Records = ReturnType<typeof useRecords>
