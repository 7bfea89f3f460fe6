import { api, base, ok, send, withQuery, type Page, type Schemas } from '@/api/client'
import { acts, type Act } from '@/change/acts'
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

/** One line for each act; who signed in and out is left out unless a kind is asked for. */
export async function listActs(query: ListQuery, signal?: AbortSignal): Promise<Page<Act>> {
    const without = query.kind ? undefined : 'session'
    const page = await send<Page<Change>>('GET', '/changes', {
        query: { ...asked(query, Date.now()), without },
        signal,
    })
    return { ...page, items: acts(page.items) }
}

export function showChange(id: number): Promise<Change> {
    return ok(api.GET('/changes/{id}', { params: { path: { id } } }))
}

export function csvAddress(query: Record<string, string | undefined>): string {
    return withQuery(`${base}/changes.csv`, asked(query, Date.now()))
}
