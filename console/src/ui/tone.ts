import { CircleCheck, CircleDashed, CircleX, Clock, Loader, TriangleAlert } from 'lucide-vue-next'
import type { Component } from 'vue'

/** How a state is meant, apart from its name; each tone has a colour and a shape. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle' | 'wait'

export const shapes: Record<Tone, Component> = {
    good: CircleCheck,
    busy: Loader,
    warn: TriangleAlert,
    bad: CircleX,
    idle: CircleDashed,
    wait: Clock,
}

const tones: Record<string, Tone> = {
    online: 'good',
    running: 'good',
    hosted: 'good',
    done: 'good',
    ready: 'good',
    enabled: 'good',
    starting: 'busy',
    installing: 'busy',
    working: 'busy',
    processing: 'busy',
    waiting: 'wait',
    queued: 'wait',
    scheduled: 'wait',
    planned: 'idle',
    reverting: 'busy',
    paused: 'warn',
    reverted: 'warn',
    rotten: 'bad',
    shadowed: 'idle',
    backOff: 'warn',
    unreachable: 'warn',
    offline: 'bad',
    notResponding: 'warn',
    crashed: 'bad',
    failed: 'bad',
    gaveUp: 'bad',
    unhealthy: 'bad',
    error: 'bad',
    locked: 'bad',
    stopped: 'idle',
    disabled: 'idle',
    removed: 'idle',
    superseded: 'idle',
    cancelled: 'idle',
    unknown: 'idle',
}

/** The tone of a state by its name in the API. */
export function toneOf(state: string): Tone {
    return tones[state] ?? 'idle'
}
