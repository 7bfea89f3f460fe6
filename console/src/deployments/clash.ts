import { send, type Page } from '@/api/client'
import type { Placement } from '@/placements/placements'
import type { Deployment } from '@/shape/deployment'
import { listDeployments } from './deployments'

/** Is there a deployment of this name? Of those that the person may see; the server refuses the others. */
export async function isNamed(name: string, signal?: AbortSignal): Promise<boolean> {
    const { items } = await listDeployments({ q: name, limit: 200 }, signal)
    return items.some(one => one.name.toLowerCase() === name.toLowerCase())
}

export interface Clash {
    /** Of the deployment that has the port. */
    name: string
    node: string
}

/** Who has the port on these nodes; what belongs to the deployment itself is no clash. */
export async function portClashes(
    port: number,
    deployment: number,
    nodes: readonly number[],
    signal?: AbortSignal,
): Promise<Clash[]> {
    if (port <= 0 || !nodes.length) return []
    const [known, ...there] = await Promise.all([
        listDeployments({ limit: 500 }, signal),
        ...nodes
            .slice(0, mostNodes)
            .map(node => send<Page<Placement>>('GET', '/placements', { query: { node, limit: 500 }, signal })),
    ])
    return clashes(
        port,
        deployment,
        known.items,
        there.flatMap(page => page.items),
    )
}

/** More are not asked about one by one; the plan of the publish tells of all. */
const mostNodes = 20

export function clashes(
    port: number,
    deployment: number,
    deployments: readonly Pick<Deployment, 'id' | 'port'>[],
    placements: readonly Pick<Placement, 'deploymentId' | 'deployName' | 'nodeName' | 'port' | 'enabled' | 'desired'>[],
): Clash[] {
    const ports = new Map(deployments.map(one => [one.id, one.port]))
    return placements
        .filter(
            one =>
                one.deploymentId !== deployment &&
                one.enabled &&
                one.desired.state !== 'removed' &&
                (one.port || ports.get(one.deploymentId)) === port,
        )
        .map(one => ({ name: one.deployName, node: one.nodeName }))
}
