import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'
import type { ListQuery } from '@/ui/list'

export type Deployment = components['schemas']['Deployment']
export type Fields = components['schemas']['DeploymentFields']
export type Release = components['schemas']['Release']
export type Placement = components['schemas']['Placement']
export type Probe = components['schemas']['Probe']
export type Rollout = components['schemas']['Rollout']
export type RolloutGlance = components['schemas']['RolloutGlance']
export type RolloutStatus = Rollout['status']
export type Part = components['schemas']['RolloutPart']
export type Plan = components['schemas']['RolloutPlan']
export type PlanNode = components['schemas']['PlannedNode']
export type TaskRun = components['schemas']['TaskRun']
export type Step = components['schemas']['Step']
export type Output = components['schemas']['Output']
export type Inspection = components['schemas']['Inspection']
export type Diff = components['schemas']['PackageDiff']
export type Node = components['schemas']['Node']
export type Mode = Deployment['mode']

export const modes: Mode[] = ['standard', 'shadow', 'hosted', 'task']

/** As the server checks it; said before anything is sent. */
export const namePattern = /^[A-Za-z0-9._-]{1,64}$/

export function listDeployments(query: ListQuery, signal?: AbortSignal): Promise<Page<Deployment>> {
    return send('GET', '/deployments', { query, signal })
}

export function showDeployment(id: number, signal?: AbortSignal): Promise<Deployment> {
    return send('GET', `/deployments/${id}`, { signal })
}

export function editDeployment(id: number, body: unknown, revision: number): Promise<Deployment> {
    return send('PATCH', `/deployments/${id}`, { body, ifMatch: revision })
}

export function listReleases(id: number, query: ListQuery, signal?: AbortSignal): Promise<Page<Release>> {
    return send('GET', `/deployments/${id}/releases`, {
        query: { limit: query.limit, cursor: query.cursor },
        signal,
    })
}

export function inspect(release: number, signal?: AbortSignal): Promise<Inspection> {
    return send('GET', `/releases/${release}/inspection`, { signal })
}

export function diff(release: number, against: number, signal?: AbortSignal): Promise<Diff> {
    return send('GET', `/releases/${release}/diff`, { query: { against }, signal })
}

export function showPlacement(id: number, signal?: AbortSignal): Promise<Placement> {
    return send('GET', `/placements/${id}`, { signal })
}

export function placements(deployment: number, signal?: AbortSignal): Promise<Page<Placement>> {
    return send('GET', '/placements', { query: { deployment, limit: 500 }, signal })
}

export function limits(signal?: AbortSignal): Promise<{ uploadBytes: number }> {
    return send('GET', '/limits', { signal })
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

/** What runs: `1.2.0 × 1, 1.0.0 × 2`; the version chosen last when nothing does. */
export function versionsText(one: Pick<Deployment, 'version' | 'versions'>): string | undefined {
    const [only] = one.versions
    if (one.versions.length < 2) return only?.version ?? one.version
    return one.versions.map(each => `${each.version} × ${each.count}`).join(', ')
}

/** A release that the server lets people publish. */
export function usable(release: Release): boolean {
    return release.enabled && !release.rotten
}

/** The release to offer first: the newest that may be used and whose last rollout did not fail. */
export function newest(releases: Release[]): Release | undefined {
    return [...releases].filter(one => usable(one) && !one.failedIn).sort((a, b) => b.id - a.id)[0]
}

/** `1.2.0` of `hello-1.2.0.zip`; undefined when the name tells none. */
export function versionOf(fileName: string): string | undefined {
    return /[-_]v?(\d[A-Za-z0-9._+-]*?)\.(?:zip|jar|war)$/i.exec(fileName)?.[1]
}

/**
 * The version to offer for a file: what its name tells, and when that is taken, or the name tells none, the number after the
 * newest. Undefined: the server takes the time.
 */
export function proposedVersion(fileName: string, newestFirst: readonly string[]): string | undefined {
    let version = versionOf(fileName) ?? newestFirst[0]
    while (version && newestFirst.includes(version)) version = following(version)
    return version
}

/** `1.2.10` of `1.2.9`; a time is no number to count on. */
function following(version: string): string | undefined {
    const found = /^(.*?)(\d{1,9})$/.exec(version)
    return found && !/^\d{8}-\d{6}$/.test(version) ? `${found[1]}${Number(found[2]) + 1}` : undefined
}

/** `hello` of `hello-1.2.0.zip`, as a deployment may be called. */
export function nameOf(fileName: string): string {
    return fileName
        .replace(/\.(zip|jar|war)$/i, '')
        .replace(/[-_]v?\d[A-Za-z0-9._+]*$/, '')
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 64)
}

/** The agent still has to do something; what failed waits for a person, what is away for its node. */
export function onItsWay(one: Placement): boolean {
    const { state, reachable } = one.observed
    return !one.converged && reachable && !['failed', 'gaveUp', 'backOff', 'unhealthy'].includes(state)
}
