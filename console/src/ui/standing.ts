import type { Part } from './ShareBar.vue'

/** What the agent last saw of a placement; only what its state is told by. */
export interface Seen {
    state: string
    reachable: boolean
}

/** The one word for how a placement stands: what is old news is `unreachable`, whatever it said. */
export function standing(observed: Seen): string {
    return observed.reachable || observed.state === 'unknown' ? observed.state : 'unreachable'
}

/** Whether there is something to show of what a process uses: it runs, its node responds, and somebody has measured. */
export function measured(one: { observed: { pid: number; reachable: boolean; workingSet: number } }): boolean {
    return one.observed.pid > 0 && one.observed.reachable && one.observed.workingSet > 0
}

/** How many placements stand where. */
export interface PlacementCounts {
    running: number
    done: number
    starting: number
    failed: number
    unreachable: number
    stopped: number
}

/** They as one slim bar: what is meant to be stopped is no fault. */
export function tallyParts(of: PlacementCounts): Part[] {
    return [
        { key: 'running', label: '', n: of.running, tone: 'good' },
        { key: 'done', label: '', n: of.done, tone: 'good' },
        { key: 'starting', label: '', n: of.starting, tone: 'wait' },
        { key: 'failed', label: '', n: of.failed, tone: 'bad' },
        { key: 'unreachable', label: '', n: of.unreachable, tone: 'warn' },
        { key: 'stopped', label: '', n: of.stopped, tone: 'idle' },
    ]
}
