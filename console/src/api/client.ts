import createClient from 'openapi-fetch'
import type { components, paths } from '@generated/schema'
import { Problem } from './problem'
import { root } from './root'

export const base = `${root}/api/v1`

/** The bodies of openapi.yaml by name. */
export type Schemas = components['schemas']

let csrf = ''
let refused: () => void = () => {}

/** The word that proves that a request comes from this page; `/me` gives it. */
export function useCsrf(token: string | undefined): void {
    csrf = token ?? ''
}

/** Called when the server answers 401 to somebody who thought to be signed in. */
export function onRefused(listener: () => void): void {
    refused = listener
}

/** `fetch` with cookie and CSRF header, which throws a Problem when nothing answers. */
export async function reach(input: Request): Promise<Response> {
    let request = input
    if (csrf && input.method !== 'GET' && input.method !== 'HEAD') {
        request = new Request(input, { headers: new Headers(input.headers) })
        request.headers.set('X-CSRF-Token', csrf)
    }
    try {
        return await fetch(request)
    } catch (failure) {
        if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
        throw Problem.unreachable(failure)
    }
}

/** Typed calls by the paths of openapi.yaml: `await ok(api.GET('/nodes', { params: { query } }))`. */
export const api = createClient<paths>({ baseUrl: base, credentials: 'same-origin', fetch: reach })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The body of a good answer; everything else is thrown as a Problem. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
    const { data, error, response } = await call
    if (response.ok) return data as T
    const problem = Problem.of(response, error)
    if (problem.status === 401) refused()
    throw problem
}

type Query = Record<string, string | number | boolean | undefined | null>

export function withQuery(path: string, query: Query = {}): string {
    const words = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
        if (value !== undefined && value !== null && value !== '') words.set(name, String(value))
    }
    const text = words.toString()
    return text ? `${path}?${text}` : path
}

/** A call by hand, for what openapi-fetch cannot type: `await send<Page<User>>('GET', '/users', { query })`. */
export async function send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: { query?: Query; body?: unknown; ifMatch?: number | string; once?: string; signal?: AbortSignal } = {},
): Promise<T> {
    const headers = new Headers({ Accept: 'application/json' })
    if (options.body !== undefined) headers.set('Content-Type', 'application/json')
    if (options.ifMatch !== undefined) headers.set('If-Match', etag(options.ifMatch))
    if (options.once !== undefined) headers.set('Idempotency-Key', options.once)
    const request = new Request(new URL(withQuery(base + path, options.query), location.origin), {
        method,
        headers,
        credentials: 'same-origin',
        body: options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: options.signal,
    })
    const response = await reach(request)
    const text = await response.text()
    let body: unknown = text
    if (text && /json/.test(response.headers.get('content-type') ?? '')) {
        try {
            body = JSON.parse(text)
        } catch {
            body = text
        }
    }
    return ok<T>(Promise.resolve({ data: (text ? body : undefined) as T, error: body, response }))
}

/** A key under which a request is done once, however often it is sent. */
export function onceKey(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The ETag of a revision, as `If-Match` wants it. */
export function etag(revision: number | string): string {
    return revision === '*' ? '*' : `"${revision}"`
}

/** One page of a list; no `next` means the end. `total` where the list counts. */
export interface Page<T> {
    items: T[]
    next?: number
    total?: number
}
