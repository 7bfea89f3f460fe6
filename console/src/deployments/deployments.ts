import { send, type Page } from '@/api/client'
import type { Deployment } from '@/shape/deployment'
import type { ListQuery } from '@/ui/list'

/** As the server checks it; said before anything is sent. */
export const namePattern = /^[A-Za-z0-9._-]{1,64}$/

export function listDeployments(query: ListQuery, signal?: AbortSignal): Promise<Page<Deployment>> {
    return send('GET', '/deployments', { query, signal })
}

export function editDeployment(id: number, body: unknown, revision: number): Promise<Deployment> {
    return send('PATCH', `/deployments/${id}`, { body, ifMatch: revision })
}

/** One word for how a deployment stands: the worst that is true of a placement. */
export function standingOf(one: Deployment): string {
    if (!one.enabled) return 'disabled'
    if (one.failed > 0) return 'failed'
    if (one.unreachable > 0) return 'unreachable'
    if (one.starting > 0) return 'starting'
    if (one.running > 0) return 'running'
    return one.done > 0 ? 'done' : 'stopped'
}
