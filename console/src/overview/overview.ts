import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'

export interface Decision {
    kind: 'node-waiting' | 'rollout-failed' | 'placement-failed' | 'release-rotten' | 'node-offline'
    id: number
    projectId: number
    name: string
    detail: string
    at: number
    link: string
}

export interface Overview {
    nodes: { online: number; offline: number; waiting: number; disabled: number }
    deployments: number
    placements: {
        running: number
        stopped: number
        failed: number
        starting: number
        unreachable: number
        total: number
    }
    decisions: Decision[]
    changesLastDay: number
    version: string
    startedAt: number
}

export type Deployment = components['schemas']['Deployment']

export interface Change {
    id: number
    at: number
    actor: string
    kind: string
    subjectKind: string
    subjectId: string
    subjectName?: string
}

const dayMs = 86_400_000

export function overview(project: number | undefined, signal?: AbortSignal): Promise<Overview> {
    return send('GET', '/overview', { query: { project }, signal })
}

export async function recentChanges(
    project: number | undefined,
    now: number,
    signal?: AbortSignal,
): Promise<Page<Change>> {
    const page = await send<Page<Change>>('GET', '/changes', {
        query: { project, limit: 100, from: now - dayMs },
        signal,
    })
    return { items: page.items.filter(ofThings).slice(0, 14) }
}

/** Who signed in or was refused stands in the audit; the first page tells what became different. */
export function ofThings(change: Pick<Change, 'kind'>): boolean {
    return !/^(session|access)\./.test(change.kind)
}

export function someDeployments(project: number | undefined, signal?: AbortSignal): Promise<Page<Deployment>> {
    return send('GET', '/deployments', { query: { project, limit: 100 }, signal })
}

export type Placement = components['schemas']['Placement']

/** What is down though it should not be, with its reason. */
export function failedPlacements(project: number | undefined, signal?: AbortSignal): Promise<Page<Placement>> {
    return send('GET', '/placements', { query: { project, state: 'failed', limit: 20 }, signal })
}

/** A placement that does not run as a line of the list, beside those the server names. */
export function asDown(one: Placement): Decision {
    return {
        kind: 'placement-failed',
        id: one.id,
        projectId: 0,
        name: one.deployName === one.nodeName ? one.deployName : `${one.deployName} @ ${one.nodeName}`,
        detail: one.observed.reason ?? '',
        at: one.observed.at,
        link: `/deployments/${one.deploymentId}/placements/${one.id}`,
    }
}

/** What somebody must decide, apart from what simply does not run; the newest first. */
export function sorted(
    decisions: readonly Decision[],
    failed: readonly Placement[],
): { decide: Decision[]; down: Decision[] } {
    const newest = (list: Decision[]) => list.sort((a, b) => b.at - a.at)
    return {
        decide: newest(
            decisions.filter(one => ['node-waiting', 'rollout-failed', 'release-rotten'].includes(one.kind)),
        ),
        down: newest([...decisions.filter(one => one.kind === 'node-offline'), ...failed.map(asDown)]),
    }
}

/** The deployments that are short of processes which are meant to run first, then by name. */
export function neediest(deployments: Deployment[], most: number): Deployment[] {
    const short = (one: Deployment) => (one.enabled && one.failed + one.unreachable + one.starting > 0 ? 0 : 1)
    return [...deployments].sort((a, b) => short(a) - short(b) || a.name.localeCompare(b.name)).slice(0, most)
}
