import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'
import type { ListQuery } from '@/ui/list'

export type Node = components['schemas']['Node']
export type NodeDetail = components['schemas']['NodeDetail']
/** Two machines come with one identity. */
export type Clone = NonNullable<Node['clone']>
export type Metrics = components['schemas']['Metrics']
export type LocalService = components['schemas']['LocalServiceList']['items'][number]
export type Adoption = components['schemas']['Adoption']
export type NodeRule = components['schemas']['NodeRule']
export type AgentRelease = components['schemas']['AgentRelease']
/** What the one-line install is made of; `TOKEN` stands for the enrolment token. */
export type Install = components['schemas']['AgentInstall']
export type NodeEvent = components['schemas']['NodeEvent']
export type Order = components['schemas']['Command']
export type Placement = components['schemas']['Placement']
export type BulkAct = 'approve' | 'enable' | 'disable' | 'delete' | 'label' | 'move'

export interface Refusal {
    id: number
    detail: string
}

export function listNodes(query: ListQuery, signal?: AbortSignal): Promise<Page<Node>> {
    return send('GET', '/nodes', { query, signal })
}

export function showNode(id: number, signal?: AbortSignal): Promise<NodeDetail> {
    return send('GET', `/nodes/${id}`, { signal })
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

/** Labels as a person types them, `zone=east, gpu`: comma or line between them. */
export function parseLabels(text: string): Record<string, string> {
    const made: Record<string, string> = {}
    for (const part of text.split(/[,\n]/)) {
        const [key = '', ...rest] = part.split('=')
        if (key.trim()) made[key.trim()] = rest.join('=').trim()
    }
    return made
}

export function labelTexts(labels: Record<string, string> | undefined): string[] {
    return Object.entries(labels ?? {}).map(([key, value]) => (value ? `${key}=${value}` : key))
}

/** The share of a whole that is used; undefined when the whole is not known. */
export function used(total: number | undefined, free: number | undefined): number | undefined {
    return total && free !== undefined ? Math.min(1, Math.max(0, (total - free) / total)) : undefined
}

/** What the person asked for has ended, one way or the other. */
export function ended(order: Order): boolean {
    return order.status === 'done' || order.status === 'error' || order.status === 'cancelled'
}

/** Which versions of the agent a node follows. */
export const channels = ['Release', 'Beta', 'Develop']

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
