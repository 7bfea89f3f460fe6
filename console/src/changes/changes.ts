import { send, type Page } from '@/api/client'
import type { ListQuery } from '@/ui/list'

/** One committed edit: who, what, when, before and after. */
export interface Change {
    id: number
    at: number
    actor: string
    address?: string
    projectId?: number
    kind: string
    subjectKind: string
    subjectId: string
    subjectName?: string
    before?: unknown
    after?: unknown
}

export function listChanges(query: ListQuery, signal?: AbortSignal): Promise<Page<Change>> {
    return send('GET', '/changes', { query, signal })
}
