// The line of events in the hands of a test.
import { vi } from 'vitest'
import { connect, disconnect, type LiveEvents } from './live'

export class FakeSource extends EventTarget {
    static all: FakeSource[] = []
    onopen: (() => void) | null = null
    onerror: (() => void) | null = null
    closed = false

    constructor(readonly url: string) {
        super()
        FakeSource.all.push(this)
    }

    close() {
        this.closed = true
    }

    say(kind: string, data: string) {
        this.dispatchEvent(Object.assign(new Event(kind), { data }))
    }
}

export const last = () => FakeSource.all.at(-1)!

/** A line that is open, on which `say` tells an event. */
export function openLine() {
    FakeSource.all = []
    vi.stubGlobal('EventSource', FakeSource)
    connect()
    last().onopen?.()
    return {
        say: <K extends keyof LiveEvents>(kind: K, event: Partial<LiveEvents[K]>) =>
            last().say(kind, JSON.stringify(event)),
        close: disconnect,
    }
}
