import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Asked<T> {
    data: Readonly<Ref<T | undefined>>
    problem: Readonly<Ref<Problem | undefined>>
    loading: Readonly<Ref<boolean>>
    /** Asks again; what is shown stays until the answer is there, also when there is none. */
    refresh(): Promise<void>
    /** Takes what an edit answered, without asking. */
    take(value: T): void
    /** Puts what an event tells into what is shown; an answer that is on its way, and may not know of it, is asked for again. */
    alter(change: (value: T) => T): void
}

/** One thing asked of the server, anew whenever `on` changes. */
export function useAsked<T>(load: (signal: AbortSignal) => Promise<T>, on: () => unknown = () => ''): Asked<T> {
    const value = shallowRef<T>()
    const problem = shallowRef<Problem>()
    const loading = ref(true)
    let asked: AbortController | undefined
    let overtaken = false

    async function ask(quiet: boolean) {
        asked?.abort()
        const mine = new AbortController()
        asked = mine
        overtaken = false
        if (!quiet) loading.value = true
        try {
            const answer = await load(mine.signal)
            if (mine.signal.aborted) return
            value.value = answer
            problem.value = undefined
        } catch (failure) {
            if (mine.signal.aborted) return
            const what = asProblem(failure)
            // What is gone is gone; everything else leaves what is shown, and the banner says that the line is down.
            if (!quiet || what.status === 404 || value.value === undefined) problem.value = what
        } finally {
            if (asked === mine) {
                asked = undefined
                loading.value = false
                if (overtaken) void ask(true)
            }
        }
    }

    watch(
        on,
        () => {
            value.value = undefined
            void ask(false)
        },
        { immediate: true },
    )
    onScopeDispose(() => {
        overtaken = false
        asked?.abort()
    })
    return {
        data: value,
        problem,
        loading,
        refresh: () => ask(true),
        take: answer => {
            asked?.abort()
            asked = undefined
            loading.value = false
            value.value = answer
            problem.value = undefined
        },
        alter: change => {
            if (value.value !== undefined) value.value = change(value.value)
            if (asked) overtaken = true
        },
    }
}

/** Calls `act` again `ms` after it ended, while the page is looked at and `when` holds. */
export function usePoll(act: () => Promise<unknown>, ms: number, when: () => boolean = () => true): void {
    let ended = false
    let timer: ReturnType<typeof setTimeout>
    async function turn() {
        if (when() && document.visibilityState === 'visible') {
            try {
                await act()
            } catch {
                // The next turn asks again; the banner tells of a server that is away.
            }
        }
        if (!ended) timer = setTimeout(() => void turn(), ms)
    }
    timer = setTimeout(() => void turn(), ms)
    onScopeDispose(() => {
        ended = true
        clearTimeout(timer)
    })
}
