import { store, stored } from '@/ui/locale'

const key = 'stardust.logs.queries'
const most = 10

/** The last queries of this browser, the newest first. */
export function pastQueries(): string[] {
    try {
        const kept: unknown = JSON.parse(stored(key) ?? '[]')
        return Array.isArray(kept) ? kept.filter(one => typeof one === 'string').slice(0, most) : []
    } catch {
        return []
    }
}

export function keepQuery(q: string): void {
    if (!q) return
    store(key, JSON.stringify([q, ...pastQueries().filter(one => one !== q)].slice(0, most)))
}
