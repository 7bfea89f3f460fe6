import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { base } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { askWho, session } from '@/api/session'
import type { Entry } from './logs'

/** The server sends a ping every 15 s; this long without one, the line is dead though nothing said so. */
const silenceMs = 40_000
const longestPauseMs = 20_000
/** A page out of sight gives its line back after this long, as the line of events does. */
const hiddenMs = 20_000
/** What came is told in one. */
const roundMs = 150

/**
 * `off`: not asked for. `connecting`: not yet. `live`: records come. `broken`: they will again. `resting`: the page is out of
 * sight. `ended`: they will not, and `problem` says why; without one, the session is over.
 */
export type StreamStatus = 'off' | 'connecting' | 'live' | 'broken' | 'resting' | 'ended'

/** Records as they come, from `address` below `/api/v1`, as long as there is one; a line of its own that mends itself. */
export function useStream(
    address: () => string | undefined,
    hear: {
        /** The line is open, for the first time or again: what was missed is to be asked for. */
        open: () => void
        entries: (entries: Entry[]) => void
        lost: (count: number) => void
        /** Throws when the same may not be asked for any more. */
        probe: () => Promise<unknown>
    },
) {
    const status = ref<StreamStatus>('off')
    const problem = shallowRef<Problem>()
    let source: EventSource | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let watchdog: ReturnType<typeof setTimeout> | undefined
    let round: ReturnType<typeof setTimeout> | undefined
    let hidden: ReturnType<typeof setTimeout> | undefined
    let heardAt = 0
    let failures = 0
    let waiting: Entry[] = []

    function connect(path: string) {
        const opened = new EventSource(base + path)
        source = opened
        heard()
        watchFor(silenceMs)
        opened.onopen = () => {
            failures = 0
            status.value = 'live'
            heard()
            hear.open()
        }
        opened.onerror = () => void broken()
        opened.addEventListener('ping', heard)
        opened.addEventListener('log', message => {
            heard()
            const entry = read<Entry>(message)
            if (!entry) return
            waiting.push(entry)
            round ??= setTimeout(tell, roundMs)
        })
        opened.addEventListener('lost', message => {
            heard()
            hear.lost(read<{ count: number }>(message)?.count ?? 0)
        })
    }

    function tell() {
        round = undefined
        const came = waiting
        waiting = []
        if (came.length) hear.entries(came)
    }

    /** Of thousands a second: no timer is set anew for each. */
    function heard() {
        heardAt = Date.now()
    }
    function watchFor(ms: number) {
        watchdog = setTimeout(() => {
            const left = heardAt + silenceMs - Date.now()
            if (left > 0) watchFor(left)
            else void broken()
        }, ms)
    }

    function close() {
        clearTimeout(watchdog)
        clearTimeout(retry)
        clearTimeout(round)
        retry = round = undefined
        waiting = []
        source?.close()
        source = undefined
    }

    function start() {
        close()
        problem.value = undefined
        const path = address()
        status.value = path === undefined ? 'off' : failures ? 'broken' : 'connecting'
        if (path !== undefined) connect(path)
    }

    function end(why?: Problem) {
        close()
        problem.value = why
        status.value = 'ended'
    }

    async function broken() {
        tell()
        close()
        failures++
        status.value = 'broken'
        const mine = setTimeout(
            start,
            Math.min(longestPauseMs, 500 * 2 ** Math.min(failures, 6)) * (0.75 + Math.random() / 2),
        )
        retry = mine
        try {
            await askWho()
            if (retry === mine && session.me === undefined) return end()
            await hear.probe()
        } catch (failure) {
            const what = asProblem(failure)
            const refused = what.status >= 400 && what.status < 500 && what.status !== 429
            if (retry === mine && refused) end(what)
        }
    }

    function looked() {
        clearTimeout(hidden)
        if (document.visibilityState !== 'hidden') {
            if (status.value === 'resting') start()
            return
        }
        hidden = setTimeout(() => {
            if (status.value === 'off' || status.value === 'ended') return
            close()
            status.value = 'resting'
        }, hiddenMs)
    }

    document.addEventListener('visibilitychange', looked)
    onScopeDispose(() => {
        document.removeEventListener('visibilitychange', looked)
        clearTimeout(hidden)
        close()
    })
    watch(
        address,
        () => {
            failures = 0
            start()
        },
        { immediate: true },
    )
    return { status, problem, again: start }
}

function read<T>(message: Event): T | undefined {
    try {
        return JSON.parse((message as MessageEvent<string>).data) as T
    } catch {
        return undefined
    }
}
