import { send, type Page, type Schemas } from '@/api/client'

export type Grant = Schemas['Grant']

export function listGrants(
    query: { q?: string; cursor?: number; limit: number; project?: number; app?: number },
    signal?: AbortSignal,
): Promise<Page<Grant>> {
    return send('GET', '/grants', { query, signal })
}
