import { send } from '@/api/client'
import type { Node } from '@/node/node'
import type { components } from '@generated/schema'

/** Two machines come with one identity. */
export type Clone = NonNullable<Node['clone']>
export type LocalService = components['schemas']['LocalServiceList']['items'][number]
export type Adoption = components['schemas']['Adoption']
export type NodeEvent = components['schemas']['NodeEvent']
export type BulkAct = 'approve' | 'enable' | 'disable' | 'delete' | 'label' | 'move'

export interface Refusal {
    id: number
    detail: string
}

export function editNode(id: number, body: unknown, revision: number): Promise<Node> {
    return send('PATCH', `/nodes/${id}`, { body, ifMatch: revision })
}

export function listLabels(signal?: AbortSignal): Promise<{ items: { key: string; values: string[] }[] }> {
    return send('GET', '/nodes/labels', { signal })
}

export interface Bulk {
    ids: number[]
    act: BulkAct
    labels?: Record<string, string>
    projectId?: number
}

export function bulk(body: Bulk): Promise<{ done: number; refused: Refusal[] }> {
    return send('POST', '/nodes/bulk', { body })
}

/** The words of the command line that do the same, one line per node; undefined where it has no such verb. */
export function bulkCli(act: BulkAct, names: string[]): string | undefined {
    const verb = { approve: 'approve', enable: 'enable', disable: 'disable', delete: 'remove -y', label: '', move: '' }[
        act
    ]
    return verb ? names.map(name => `node ${verb} ${name}`).join('\n./stardust ') : undefined
}

/** Only the first address: agents tell all they have. */
export function firstAddress(ip: string | undefined): string {
    return ip?.split(/[,;]/)[0]?.trim() ?? ''
}

/** `Debian 12, X64`: the distribution without what every name has. */
export function shortSystem(node: Pick<Node, 'osName' | 'architecture'>): string {
    const name = node.osName?.replace(/ GNU\/Linux| \([^)]*\)/g, '')
    return [name, node.architecture].filter(Boolean).join(', ') || '–'
}

/** The share of a whole that is used; undefined when the whole is not known. */
export function used(total: number | undefined, free: number | undefined): number | undefined {
    return total && free !== undefined ? Math.min(1, Math.max(0, (total - free) / total)) : undefined
}

type Packing = NonNullable<Adoption['packing']>

/** Waits until the folder of an adopted service is packed, or is not going to be; `told` hears how far it is. */
export async function packed(
    placement: number,
    told: (now: Packing) => void,
    signal: AbortSignal,
    pause = 500,
): Promise<Packing> {
    for (;;) {
        const { packing } = await send<Adoption>('GET', `/placements/${placement}/adoption`, { signal })
        if (!packing) return { state: 'failed', files: 0, bytes: 0, totalBytes: 0, leftOut: [], startedAt: 0 }
        told(packing)
        if (packing.state === 'done' || packing.state === 'failed') return packing
        await new Promise(resolve => setTimeout(resolve, pause))
    }
}
