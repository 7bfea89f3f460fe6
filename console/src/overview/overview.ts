import { send, type Page } from '@/api/client'
import { acts, type Act, type Change } from '@/change/acts'
import type { components } from '@generated/schema'

export type Overview = components['schemas']['Overview']
export type Item = components['schemas']['Attention']
export type Work = components['schemas']['Work']
export type Deployment = components['schemas']['Deployment']

const dayMs = 86_400_000

export function overview(project: number | undefined, signal?: AbortSignal): Promise<Overview> {
    return send('GET', '/overview', { query: { project }, signal })
}

/** Puts an item aside for everybody, until it goes wrong again. */
export function dismiss(item: Item): Promise<void> {
    return send('POST', '/overview/dismiss', { body: { kind: item.kind, id: item.id } })
}

/** Acts that are shown. */
export const mostActs = 14

/** What was done lately, without who signed in or was refused; of the newest `limit` changes. */
export async function recentActs(
    project: number | undefined,
    now: number,
    signal?: AbortSignal,
    limit = 100,
): Promise<Act[]> {
    const page = await send<Page<Change>>('GET', '/changes', {
        query: { project, limit, from: now - dayMs, without: 'session' },
        signal,
    })
    return acts(page.items.filter(change => change.subjectKind !== 'access')).slice(0, mostActs)
}

/** So many of the items that each kind has its share, in their order: a thousand dead nodes hide no failed rollout. */
export function foremost(items: readonly Item[], most: number): Item[] {
    const kinds = new Map<string, Item[]>()
    for (const one of items) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one])
    const chosen = new Set<Item>()
    for (let turn = 0; chosen.size < Math.min(most, items.length); turn++) {
        for (const of of kinds.values()) {
            const one = of[turn]
            if (one && chosen.size < most) chosen.add(one)
        }
    }
    return items.filter(one => chosen.has(one))
}

/** It was up when it was last seen, or on its way there, and is told of because it keeps failing. */
export function upBetweenFailures(one: Pick<Item, 'kind' | 'state'>): boolean {
    return one.kind === 'placement-failed' && ['running', 'hosted', 'starting', 'installing'].includes(one.state ?? '')
}

/** Kinds of things whose changes the overview counts and does not show otherwise: events of their own tell of the rest. */
const silent = ['session', 'access', 'token', 'person', 'membership', 'node', 'placement', 'rollout']

/** May the numbers and lists of the overview be others after this change? */
export function concerns(change: Pick<Change, 'subjectKind'>): boolean {
    return !silent.includes(change.subjectKind)
}

export function someDeployments(project: number | undefined, signal?: AbortSignal): Promise<Page<Deployment>> {
    return send('GET', '/deployments', { query: { project, limit: 100 }, signal })
}

/** The deployments that are short of processes which are meant to run first, then by name. */
export function neediest(deployments: Deployment[], most: number): Deployment[] {
    const short = (one: Deployment) => (one.enabled && one.failed + one.unreachable + one.starting > 0 ? 0 : 1)
    return [...deployments].sort((a, b) => short(a) - short(b) || a.name.localeCompare(b.name)).slice(0, most)
}
