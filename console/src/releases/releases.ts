import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'
import type { ListQuery } from '@/ui/list'

export type Release = components['schemas']['Release']
export type Inspection = components['schemas']['Inspection']
export type Diff = components['schemas']['PackageDiff']

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

export function limits(signal?: AbortSignal): Promise<{ uploadBytes: number }> {
    return send('GET', '/limits', { signal })
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

/** `hello` of `hello-1.2.0.zip` and of `hello.zip`: what a deployment of it may be called. */
export function nameOf(fileName: string): string {
    const stem = fileName.replace(/\.(?:zip|jar|war)$/i, '')
    const version = versionOf(fileName)
    return (version === undefined ? stem : stem.slice(0, -version.length).replace(/[-_]v?$/i, ''))
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .slice(0, 64)
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
