import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'

export type Placement = components['schemas']['Placement']
export type TaskRun = components['schemas']['TaskRun']
export type Step = components['schemas']['Step']

export function showPlacement(id: number, signal?: AbortSignal): Promise<Placement> {
    return send('GET', `/placements/${id}`, { signal })
}

export function placements(deployment: number, signal?: AbortSignal): Promise<Page<Placement>> {
    return send('GET', '/placements', { query: { deployment, limit: 500 }, signal })
}

/** The agent still has to do something; what failed waits for a person, what is away for its node. */
export function onItsWay(one: Placement): boolean {
    const { state, reachable } = one.observed
    return !one.converged && reachable && !['failed', 'gaveUp', 'backOff', 'unhealthy'].includes(state)
}
