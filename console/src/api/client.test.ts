import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api, etag, ok, onRefused, send, useCsrf, withQuery } from './client'
import { Problem } from './problem'

const asked: Request[] = []
let answer: () => Response | Promise<Response> = () => Response.json({})

beforeEach(() => {
    asked.length = 0
    vi.stubGlobal('fetch', async (request: Request) => {
        asked.push(request)
        return answer()
    })
})
afterEach(() => {
    vi.unstubAllGlobals()
    useCsrf(undefined)
    onRefused(() => {})
})

function problem(status: number, body: object, headers: Record<string, string> = {}) {
    return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/problem+json', ...headers },
    })
}

test('only what changes something carries the CSRF token', async () => {
    answer = () => Response.json({ items: [] })
    useCsrf('secret')

    await send('GET', '/nodes')
    await send('POST', '/nodes/3/approve', { body: {} })
    await ok(api.GET('/nodes'))

    expect(asked.map(request => request.headers.get('x-csrf-token'))).toEqual([null, 'secret', null])
    expect(asked[1]!.headers.get('content-type')).toBe('application/json')
})

test('an edit names its revision', async () => {
    answer = () => Response.json({ id: 1 })

    await send('PATCH', '/users/1', { body: { locked: true }, ifMatch: 7 })

    expect(asked[0]!.headers.get('if-match')).toBe('"7"')
    expect(etag('*')).toBe('*')
})

test('a problem of the server is thrown with its own words', async () => {
    answer = () => problem(429, { title: 'Too many', detail: 'try later', error: 'x1' }, { 'retry-after': '30' })

    const thrown = await send('POST', '/sessions', { body: {} }).catch((failure: unknown) => failure)

    expect(thrown).toBeInstanceOf(Problem)
    expect(thrown).toMatchObject({ status: 429, title: 'Too many', detail: 'try later', retryAfter: 30, errorId: 'x1' })
})

test('openapi-fetch throws the same problems', async () => {
    answer = () => problem(412, { title: 'Outdated', detail: 'revision: 3 (expected: 4)' })

    const thrown = await ok(api.GET('/nodes')).catch((failure: unknown) => failure)

    expect(thrown).toMatchObject({ status: 412, outdated: true, message: 'revision: 3 (expected: 4)' })
})

test('no answer is a problem of its own', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))

    const thrown = await send('GET', '/me').catch((failure: unknown) => failure)

    expect(thrown).toMatchObject({ status: 0, unreachable: true })
})

test('a 401 is told to the frame', async () => {
    const refused = vi.fn()
    onRefused(refused)
    answer = () => problem(401, { title: 'Sign in', detail: '' })

    await send('GET', '/nodes').catch(() => {})

    expect(refused).toHaveBeenCalledOnce()
})

test('an answer without a body is no value', async () => {
    answer = () => new Response(null, { status: 204 })

    expect(await send('DELETE', '/tokens/3')).toBeUndefined()
})

test('a query leaves out what is not there', () => {
    expect(withQuery('/nodes', { q: 'a b', status: '', project: undefined, limit: 50 })).toBe('/nodes?q=a+b&limit=50')
})
