import { api, base, ok, type Schemas } from '@/api/client'
import { joinTerms } from './query'

export type Entry = Schemas['LogEntry']
export type Level = Entry['level']
export type Histogram = Schemas['LogHistogram']
export type Values = Schemas['LogValues']
export type Patterns = Schemas['LogPatterns']
export type Volume = Schemas['LogVolume']
export type LogPage = Schemas['LogPage']

/** The gravest first. */
export const levels: Level[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace']

/** What is searched for. */
export interface Search {
    /** Names or ids; none: all whose logs may be read. */
    apps: readonly string[]
    q: string
    /** This level and what is graver. */
    level?: Level
    /** Terms of the page it is on, which nobody typed. */
    fixed?: string
}

/** The question of a search as the API takes it; absent, `to` is now. */
export interface Ask {
    app?: string[]
    q?: string
    from: number
    to?: number
}

/** All terms of a search, those that were typed first: the server tells places within them. */
export const termsOfSearch = (search: Omit<Search, 'apps'>): string =>
    joinTerms(search.q, search.fixed, search.level && `level:${search.level}+`)

export function askOf(search: Search, from: number, to?: number): Ask {
    return {
        app: search.apps.length ? [...search.apps] : undefined,
        q: termsOfSearch(search) || undefined,
        from: Math.max(0, Math.floor(from)),
        to,
    }
}

export const findLogs = (ask: Ask, more: { after?: string; limit: number }, signal?: AbortSignal): Promise<LogPage> =>
    ok(api.GET('/logs', { params: { query: { ...ask, ...more } }, signal }))

export const countLogs = (ask: Ask, buckets: number, signal?: AbortSignal): Promise<Histogram> =>
    ok(api.GET('/logs/histogram', { params: { query: { ...ask, buckets } }, signal }))

export const listValues = (ask: Ask, field: string, limit: number, signal?: AbortSignal): Promise<Values> =>
    ok(api.GET('/logs/values', { params: { query: { ...ask, field, limit } }, signal }))

export const listPatterns = (ask: Ask, signal?: AbortSignal): Promise<Patterns> =>
    ok(api.GET('/logs/patterns', { params: { query: ask }, signal }))

export const showAround = (position: string, before: number, behind: number, signal?: AbortSignal): Promise<LogPage> =>
    ok(api.GET('/logs/around', { params: { query: { position, before, behind } }, signal }))

export const showVolume = (signal?: AbortSignal): Promise<Volume> => ok(api.GET('/logs/volume', { signal }))

export const listApps = (project: number | undefined, signal?: AbortSignal) =>
    ok(api.GET('/apps', { params: { query: { project, limit: 500 } }, signal }))

export const showApp = (id: number, signal?: AbortSignal) =>
    ok(api.GET('/apps/{id}', { params: { path: { id } }, signal }))

/** Of a question that is no call of ours: a file, the live stream, what a script calls; without the `/api/v1`. */
export function addressOf(path: string, of: { app?: readonly string[]; [name: string]: unknown }): string {
    const { app = [], ...rest } = of
    const words = new URLSearchParams(app.map(one => ['app', one]))
    for (const [name, value] of Object.entries(rest)) if (value !== undefined) words.set(name, String(value))
    return `${path}?${words}`
}

export const fileAddress = (ask: Ask, format: 'text' | 'json') => base + addressOf('/logs/file', { ...ask, format })

/** The same record is told by the stream without its position: found again by all that it says. */
export async function located(entry: Entry): Promise<Entry> {
    if (entry.position) return entry
    const ask = { app: [String(entry.appId)], from: entry.time, to: entry.time + 1 }
    const { items } = await findLogs(ask, { limit: 1000 })
    return items.find(one => sameText(one) === sameText(entry)) ?? entry
}

/** What tells a record from others where it has no position yet. */
export const sameText = (entry: Entry): string =>
    [entry.time, entry.nanos, entry.appId, entry.instance, entry.level, entry.message].join('\n')

/** A record as a line of text, as it is put into a file. */
export function asText(entry: Entry): string {
    const { time, level, app, instance, release, node, thread, logger, message } = entry
    const head = [app, instance, release, node, thread, logger].filter(Boolean).map(one => `[${one}]`)
    return [new Date(time).toISOString(), level.toUpperCase(), ...head, message].join(' ')
}
