import type { Step } from '@/placements/placements'
import type { Part, Rollout } from './rollouts'

export interface Span {
    step: string
    /** Shares of the whole, from 0 to 1. */
    from: number
    length: number
    durationMs: number
    failed: boolean
}

/** The steps of a part, the oldest first; of each step of one name the newest. */
export function inOrder(steps: readonly Step[]): Step[] {
    return [...steps].sort((a, b) => a.at - b.at || a.id - b.id)
}

/** The steps as pieces of one time axis that all nodes of the rollout share. */
export function spans(part: Part, start: number, end: number): Span[] {
    const whole = Math.max(1, end - start)
    return inOrder(part.steps)
        .filter(step => step.durationMs > 0 || step.step === 'failed')
        .map(step => {
            const from = Math.min(1, Math.max(0, (step.at - step.durationMs - start) / whole))
            const to = Math.min(1, Math.max(from, (step.at - start) / whole))
            return {
                step: step.step,
                from,
                length: to - from,
                durationMs: step.durationMs,
                failed: step.step === 'failed',
            }
        })
}

/** When the axis begins: with the first batch, which a scheduled rollout makes wait. */
export function startOf(rollout: Pick<Rollout, 'createdAt' | 'startAt'>): number {
    return Math.max(rollout.createdAt, rollout.startAt ?? 0)
}

/** When the axis ends: now while it goes, else with its last step. */
export function endOf(rollout: Rollout, now: number): number {
    const start = startOf(rollout)
    if (rollout.status === 'running') return Math.max(now, start + 1000)
    const last = Math.max(start, ...rollout.placements.flatMap(part => part.steps.map(step => step.at)))
    return Math.max(last, start + 1)
}

/** How long one node took from when its batch began, up to its last step; undefined before its first. */
export function tookOf(part: Part, rollout: Rollout, now: number): number | undefined {
    if (['planned', 'queued', 'superseded'].includes(part.state)) return undefined
    const steps = inOrder(part.steps)
    const first = steps[0]
    const begun = part.batch && first ? first.at - first.durationMs : startOf(rollout)
    if (part.state === 'working') return Math.max(0, now - begun)
    const last = steps.at(-1)
    return last ? Math.max(0, last.at - begun) : undefined
}

export type Counts = Rollout['counts']

/** How many placements a rollout has. */
export function totalOf(counts: Counts): number {
    return counts.planned + counts.queued + counts.working + counts.ready + counts.failed + counts.superseded
}

/** How many parts stand where. */
export function counts(parts: readonly Part[]): Record<Part['state'], number> {
    const made = { planned: 0, queued: 0, working: 0, ready: 0, failed: 0, superseded: 0 }
    for (const part of parts) made[part.state] = (made[part.state] ?? 0) + 1
    return made
}
