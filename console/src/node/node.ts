import { send, type Page } from '@/api/client'
import type { components } from '@generated/schema'
import type { ListQuery } from '@/ui/list'

export type Node = components['schemas']['Node']
export type NodeDetail = components['schemas']['NodeDetail']
export type Metrics = components['schemas']['Metrics']

export function listNodes(query: ListQuery, signal?: AbortSignal): Promise<Page<Node>> {
    return send('GET', '/nodes', { query, signal })
}

export function showNode(id: number, signal?: AbortSignal): Promise<NodeDetail> {
    return send('GET', `/nodes/${id}`, { signal })
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
