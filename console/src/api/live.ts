import { onScopeDispose, reactive, readonly } from 'vue'
import { base, type Schemas } from './client'
import { askWho, session } from './session'

export interface LiveEvents {
    /** Without `before` and `after`. */
    change: Schemas['Change']
    /** Its instances came or went. */
    app: Schemas['AppNews']
    node: Schemas['NodeNews']
    placement: Schemas['PlacementNews']
    rollout: Schemas['RolloutNews']
}

type Kind = keyof LiveEvents
type Listener<K extends Kind> = (event: LiveEvents[K]) => void

/**
 * `live`: events come. `lost`: the server answers, but events do not come. `gone`: nothing answers.
 * `resting`: the page is out of sight. `since` is when the server was last heard of, once that is not now.
 */
const state = reactive<{
    status: 'idle' | 'connecting' | 'live' | 'resting' | 'lost' | 'gone'
    since: number
    times: number
}>({
    status: 'idle',
    since: Date.now(),
    times: 0,
})
export const live = readonly(state)

const listeners: { [K in Kind]: Set<Listener<K>> } = {
    change: new Set(),
    app: new Set(),
    node: new Set(),
    placement: new Set(),
    rollout: new Set(),
}
const resumed = new Set<() => void>()

let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined
let watchdog: ReturnType<typeof setTimeout> | undefined
let failures = 0
let lastHeard = Date.now()

/** The server sends a ping every 15 s; this long without one, the line is dead though nothing said so. */
const silenceMs = 40_000
/** The first seconds of a page without a line are no news. */
const longestPauseMs = 20_000

/** Opens the one connection of this page; does nothing when it is open. */
export function connect(): void {
    if (source || retry) return
    if (state.status === 'idle') state.status = 'connecting'
    const opened = new EventSource(`${base}/events`)
    source = opened
    opened.onopen = () => {
        const again = state.times > 0 || state.status !== 'connecting'
        failures = 0
        state.status = 'live'
        state.times++
        heard()
        // What happened meanwhile is asked for, not guessed.
        if (again) for (const listener of resumed) listener()
    }
    opened.onerror = () => void broken()
    opened.addEventListener('ping', heard)
    // More was missed than is told one by one.
    opened.addEventListener('reset', () => {
        heard()
        for (const listener of resumed) listener()
    })
    for (const kind of Object.keys(listeners) as Kind[]) {
        opened.addEventListener(kind, message => {
            heard()
            tell(kind, (message as MessageEvent<string>).data)
        })
    }
}

/** A page out of sight gives its line back after this long: a browser keeps six connections to a server for all its tabs. */
const hiddenMs = 20_000
let hidden: ReturnType<typeof setTimeout> | undefined

document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden)
    if (document.visibilityState === 'hidden') hidden = setTimeout(rest, hiddenMs)
    else if (state.status === 'resting') reconnect()
})

function rest(): void {
    if (state.status === 'idle') return
    clearTimeout(retry)
    retry = undefined
    close()
    state.status = 'resting'
}

/** Closes the connection, for signing out. */
export function disconnect(): void {
    close()
    clearTimeout(retry)
    retry = undefined
    state.status = 'idle'
    state.times = 0
}

/** Tries again now instead of after the pause. */
export function reconnect(): void {
    clearTimeout(retry)
    retry = undefined
    close()
    connect()
}

function tell<K extends Kind>(kind: K, data: string): void {
    let event: LiveEvents[K]
    try {
        event = JSON.parse(data) as LiveEvents[K]
    } catch {
        return
    }
    for (const listener of listeners[kind]) listener(event)
}

function heard(): void {
    lastHeard = Date.now()
    clearTimeout(watchdog)
    watchdog = setTimeout(() => void broken(), silenceMs)
}

function close(): void {
    clearTimeout(watchdog)
    source?.close()
    source = undefined
}

async function broken(): Promise<void> {
    close()
    if (retry) return
    failures++
    state.since = lastHeard
    retry = setTimeout(
        () => {
            retry = undefined
            connect()
        },
        Math.min(longestPauseMs, 500 * 2 ** Math.min(failures, 6)) * (0.75 + Math.random() / 2),
    )
    try {
        // Says whether the server is there, and whether we are still signed in.
        await askWho()
        if (session.me === undefined) return disconnect()
        // One break is how a line restarts; two in a row are worth a word.
        if (failures > 1) state.status = 'lost'
    } catch {
        state.status = 'gone'
    }
}

/** Calls `listener` for each event of the kind, as long as the component lives. */
export function useLive<K extends Kind>(kind: K, listener: Listener<K>): void {
    listeners[kind].add(listener)
    onScopeDispose(() => listeners[kind].delete(listener))
}

/** Calls `listener` after a break, when events may have been missed: ask again for what is shown. */
export function useResumed(listener: () => void): void {
    resumed.add(listener)
    onScopeDispose(() => resumed.delete(listener))
}

/** At most one call in `ms`, the last one counts: for reloading a list when many events come at once. */
export function calm(act: () => void, ms = 400): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    onScopeDispose(() => clearTimeout(timer))
    return () => {
        timer ??= setTimeout(() => {
            timer = undefined
            act()
        }, ms)
    }
}
