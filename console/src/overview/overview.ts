import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'

export interface Decision {
    kind: 'node-waiting' | 'rollout-failed' | 'placement-failed' | 'node-offline'
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

export function recentChanges(project: number | undefined, now: number, signal?: AbortSignal): Promise<Page<Change>> {
    return send('GET', '/changes', { query: { project, limit: 14, from: now - dayMs }, signal })
}

export function someDeployments(project: number | undefined, signal?: AbortSignal): Promise<Page<Deployment>> {
    return send('GET', '/deployments', { query: { project, limit: 100 }, signal })
}

/** What somebody must decide, apart from what simply does not run; the newest first. */
export function sorted(decisions: Decision[]): { decide: Decision[]; down: Decision[] } {
    const newest = [...decisions].sort((a, b) => b.at - a.at)
    const isDown = (one: Decision) => one.kind === 'placement-failed' || one.kind === 'node-offline'
    return { decide: newest.filter(one => !isDown(one)), down: newest.filter(isDown) }
}

/** The deployments that are short of processes first, then by name. */
export function neediest(deployments: Deployment[], most: number): Deployment[] {
    const short = (one: Deployment) => (one.enabled && one.running < one.placements ? 0 : 1)
    return [...deployments].sort((a, b) => short(a) - short(b) || a.name.localeCompare(b.name)).slice(0, most)
}
