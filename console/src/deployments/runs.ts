import type { TaskRun } from './deployments'

/** How a run of a task stands, as a word of the states. */
export function runState(run: Pick<TaskRun, 'endedAt' | 'exitCode'>): string {
    if (run.endedAt === undefined) return 'working'
    return run.exitCode === 0 ? 'done' : 'failed'
}
