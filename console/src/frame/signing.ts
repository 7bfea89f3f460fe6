import { reactive } from 'vue'
import { base, send, withQuery } from '@/api/client'
import { disconnect } from '@/api/live'
import { askWho, forget } from '@/api/session'

/** What a visitor may know: whether the first administrator is still to be made, and whether another provider signs people in. */
export interface Doors {
    needed: boolean
    oidc?: { name: string } | null
}

export function askDoors(): Promise<Doors> {
    return send('GET', '/setup')
}

export async function signIn(name: string, password: string): Promise<void> {
    await send('POST', '/sessions', { body: { name, password, cookie: true } })
    await askWho()
}

/** Makes the first administrator, who is signed in by it. */
export async function setUp(code: string, name: string, password: string): Promise<void> {
    await send('POST', '/setup', { body: { code, name, password, cookie: true } })
    await askWho()
}

/** Chooses the password of an invited person, who is signed in by it. */
export async function accept(code: string, password: string): Promise<void> {
    await send('POST', '/invitations', { body: { code, password, cookie: true } })
    await askWho()
}

export async function signOut(): Promise<void> {
    await send('DELETE', '/sessions/current')
    disconnect()
    forget()
}

/** The address that sends the browser to the provider and back to `path`. */
export function oidcStart(path: string): string {
    return withQuery(`${base}/oidc/start`, { return: path })
}

/** Only a path of this console; anything else could lead away. */
export function localPath(wanted: unknown): string {
    return typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : '/'
}

export const shortest = 8

/** Fields of a door, in one object for a template. */
export function fields() {
    return reactive({ code: '', name: '', password: '' })
}
