import { api, base, ok, send, withQuery, type Page, type Schemas } from '@/api/client'
import type { ListQuery } from '@/ui/list'

/** One committed edit: who, what, when, from where, before and after. */
export type Change = Schemas['Change']

export const spans: Record<string, number> = {
    '1h': 3_600_000,
    '24h': 86_400_000,
    '7d': 7 * 86_400_000,
    '30d': 30 * 86_400_000,
}

/** The filters of the page as the API wants them: `since=24h` becomes a moment. */
export function asked(query: Record<string, string | number | undefined>, now: number) {
    const { since, from, to, ...rest } = query
    const span = typeof since === 'string' ? spans[since] : undefined
    const moment = (value: string | number | undefined) => (Number(value) > 0 ? Number(value) : undefined)
    return {
        ...rest,
        from: span ? now - span : since === 'custom' ? moment(from) : undefined,
        to: since === 'custom' ? moment(to) : undefined,
    }
}

export function listChanges(query: ListQuery, signal?: AbortSignal): Promise<Page<Change>> {
    return send('GET', '/changes', { query: asked(query, Date.now()), signal })
}

export function showChange(id: number): Promise<Change> {
    return ok(api.GET('/changes/{id}', { params: { path: { id } } }))
}

export function csvAddress(query: Record<string, string | undefined>): string {
    return withQuery(`${base}/changes.csv`, asked(query, Date.now()))
}
