import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askWho, forget, may, projectName, session } from './session'

let answer: () => Response

beforeEach(() => vi.stubGlobal('fetch', async () => answer()))
afterEach(() => {
    vi.unstubAllGlobals()
    forget()
})

const projects = [
    { id: 1, name: 'default', role: 'viewer' },
    { id: 2, name: 'shop', displayName: 'Web shop', role: 'admin' },
]

test('a role reaches as far as its project', async () => {
    answer = () => Response.json({ id: 3, name: 'bob', platform: false, actor: 'user:3 bob', projects })
    await askWho()

    expect(may('viewer', 1)).toBe(true)
    expect(may('operator', 1)).toBe(false)
    expect(may('admin', 2)).toBe(true)
    expect(may('admin')).toBe(true)
    expect(may('viewer', 9)).toBe(false)
    expect(may('platform')).toBe(false)
    expect(projectName(2)).toBe('Web shop')
    expect(projectName(9)).toBe('#9')
})

test('the administrator of everything may everything', async () => {
    answer = () => Response.json({ id: 1, name: 'anna', platform: true, actor: 'user:1 anna' })
    await askWho()

    expect(may('platform')).toBe(true)
    expect(may('admin', 77)).toBe(true)
})

test('nobody is signed in after a 401, and a server that is away says so', async () => {
    answer = () => new Response('', { status: 401 })
    expect(await askWho()).toBeUndefined()
    expect(session.me).toBeUndefined()
    expect(may('viewer')).toBe(false)

    answer = () => new Response('', { status: 503 })
    await expect(askWho()).rejects.toMatchObject({ status: 503 })
})
