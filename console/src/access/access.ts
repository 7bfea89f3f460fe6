import { api, etag, ok, type Page, type Schemas } from '@/api/client'
import type { Role } from '@/api/session'
import type { ListQuery } from '@/ui/list'

export type User = Schemas['UserDetail']
export type Project = Schemas['Project']
export type Member = Schemas['Member'] & { id: number }
export type Token = Schemas['Token']
/** The public half of a key that signs packages. */
export type SigningKey = Schemas['SigningKey']
export type Session = Schemas['SessionInfo']

export const roles: Role[] = ['viewer', 'operator', 'admin']

/** What people and projects are asked by: they belong to no project; the one chosen filters things, not them. */
function asked({ q, cursor, limit }: ListQuery) {
    return { q, cursor, limit }
}

const path = (id: number) => ({ path: { id } })

export const listUsers = (query: ListQuery, signal?: AbortSignal) =>
    ok(api.GET('/users', { params: { query: asked(query) }, signal }))

export const showUser = (id: number) => ok(api.GET('/users/{id}', { params: path(id) }))

export const editUser = (id: number, revision: number, body: Schemas['UserEdit']) =>
    ok(api.PATCH('/users/{id}', { params: { ...path(id), header: { 'If-Match': etag(revision) } }, body }))

export const sessionsOf = (id: number) => ok(api.GET('/users/{id}/sessions', { params: path(id) }))

export const listProjects = (query: ListQuery, signal?: AbortSignal) =>
    ok(api.GET('/projects', { params: { query: asked(query) }, signal }))

export const showProject = (id: number) => ok(api.GET('/projects/{id}', { params: path(id) }))

export const editProject = (id: number, revision: number, body: Schemas['ProjectEdit']) =>
    ok(api.PATCH('/projects/{id}', { params: { ...path(id), header: { 'If-Match': etag(revision) } }, body }))

export async function listMembers(project: number, query: ListQuery, signal?: AbortSignal): Promise<Page<Member>> {
    const { cursor, limit } = query
    const page = await ok(
        api.GET('/projects/{id}/members', { params: { ...path(project), query: { cursor, limit } }, signal }),
    )
    return { ...page, items: page.items.map(member => ({ ...member, id: member.userId })) }
}

export const listTokens = ({ cursor, limit, project, kind }: ListQuery, signal?: AbortSignal) =>
    ok(
        api.GET('/tokens', {
            params: { query: { cursor, limit, project, kind: kind as Token['kind'] | undefined } },
            signal,
        }),
    )

export const mySessions = () => ok(api.GET('/me/sessions'))

/** `Chrome 142 on Linux` of the long line that a browser says of itself. */
export function browserText(agent: string | undefined): string {
    if (!agent) return '–'
    const known: [RegExp, string][] = [
        [/Edg\/(\d+)/, 'Edge'],
        [/OPR\/(\d+)/, 'Opera'],
        [/Firefox\/(\d+)/, 'Firefox'],
        [/Chrome\/(\d+)/, 'Chrome'],
        [/Version\/(\d+).*Safari/, 'Safari'],
    ]
    const found = known.map(([form, name]) => ({ name, version: form.exec(agent)?.[1] })).find(one => one.version)
    const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0].replace('Mac OS X', 'macOS')
    if (!found) return agent.slice(0, 80)
    return `${found.name} ${found.version}${system ? ` · ${system}` : ''}`
}

/** An Ed25519 key as people paste it: 32 bytes in base64, or the PEM text around them; undefined when it is none. */
export function publicKeyOf(text: string): string | undefined {
    const bare = text.replace(/-----[^-]+-----/g, '').replace(/\s+/g, '')
    if (/^[A-Za-z0-9+/]{43}=$/.test(bare)) return bare
    // RFC 8410: twelve bytes say that an Ed25519 key of 32 bytes follows.
    if (!/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/.test(bare)) return undefined
    return bare.slice(16)
}
