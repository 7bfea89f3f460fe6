import type { Part, Rollout } from './rollouts'

export interface Lane {
    index: number
    canary: boolean
    state: 'past' | 'now' | 'ahead'
    parts: Part[]
}

/** Where a rollout may still move by itself or by a person. */
export const going = ['scheduled', 'running', 'paused', 'reverting']

/** The parts by batch, in the order they begin; one lane when it goes all at once. */
export function lanes(rollout: Pick<Rollout, 'placements' | 'currentBatch' | 'batches' | 'canary' | 'status'>): Lane[] {
    const batches = Math.max(1, rollout.batches ?? 1, ...rollout.placements.map(part => (part.batch ?? 0) + 1))
    const made = Array.from({ length: batches }, (_, index): Lane => ({
        index,
        canary: !!rollout.canary && index === 0 && batches > 1,
        state: 'ahead',
        parts: [],
    }))
    for (const part of rollout.placements) made[part.batch ?? 0]?.parts.push(part)
    const ended = !going.includes(rollout.status)
    for (const lane of made) {
        const begun = lane.parts.some(part => part.state !== 'planned')
        const moving = lane.parts.some(part => part.state === 'working' || part.state === 'queued')
        if (!begun) lane.state = 'ahead'
        else lane.state = !ended && (moving || lane.index === (rollout.currentBatch ?? 0)) ? 'now' : 'past'
    }
    for (const lane of made) lane.parts.sort((a, b) => a.nodeName.localeCompare(b.nodeName))
    return made
}

export type RolloutAct = 'pause' | 'resume' | 'cancel' | 'revert'

/** What a person may do with a rollout that stands so; the server has the last word. */
export function actsOf(rollout: Pick<Rollout, 'status' | 'counts' | 'revertedBy'>): RolloutAct[] {
    const { planned, queued, working, ready, failed, unchanged } = rollout.counts
    const ahead = planned > 0
    const moved = queued + working + ready + failed - unchanged > 0
    const revert: RolloutAct[] = moved && !rollout.revertedBy ? ['revert'] : []
    switch (rollout.status) {
        case 'scheduled':
            return ['cancel']
        case 'running':
            return ahead ? ['pause', 'cancel', ...revert] : revert
        case 'paused':
            return ['resume', 'cancel', ...revert]
        case 'failed':
            return ahead ? ['resume', 'cancel', ...revert] : revert
        case 'done':
        case 'cancelled':
            return revert
        default:
            return []
    }
}

/** Seconds from now, never below zero; undefined when there is no such moment. */
export function secondsTo(at: number | undefined, now: number): number | undefined {
    return at === undefined ? undefined : Math.max(0, Math.ceil((at - now) / 1000))
}
