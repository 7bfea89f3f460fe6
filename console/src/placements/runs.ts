import type { TaskRun } from './placements'

/** How a run of a task ended, as a word of the states. */
export function runState(run: Pick<TaskRun, 'exitCode'>): string {
    return run.exitCode === undefined ? 'unknown' : run.exitCode === 0 ? 'done' : 'failed'
}
