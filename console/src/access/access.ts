import { send, type Page } from '@/api/client'
import type { Role } from '@/api/session'
import type { ListQuery } from '@/ui/list'

export interface User {
    id: number
    name: string
    displayName?: string
    platform: boolean
    locked: boolean
    /** Has not chosen a password yet. */
    invited: boolean
    source: 'local' | 'oidc'
    lastSeenAt?: number
    createdAt: number
    revision: number
    projects: { id: number; name: string; role: Role }[]
}

export interface Project {
    id: number
    name: string
    displayName?: string
    revision: number
    createdAt: number
    role?: Role
    nodes?: number
    deployments?: number
    members?: number
}

export interface Member {
    id: number
    userId: number
    name: string
    displayName?: string
    role: Role
    createdAt: number
}

export interface Token {
    id: number
    kind: 'api' | 'enrol'
    name: string
    projectId?: number
    role?: Role
    owner?: string
    createdAt: number
    expiresAt?: number
    lastUsedAt?: number
}

export interface Session {
    id: number
    address?: string
    userAgent?: string
    createdAt: number
    lastSeenAt?: number
    expiresAt: number
    current?: boolean
}

export interface Setting {
    key: string
    value?: string
    source: string
    help?: string
}

export const roles: Role[] = ['viewer', 'operator', 'admin']

export const listUsers = (query: ListQuery, signal?: AbortSignal) => {
    // People belong to no project; the one chosen filters things, not them.
    const { project: _, ...rest } = query
    return send<Page<User>>('GET', '/users', { query: rest, signal })
}
export const showUser = (id: number) => send<User>('GET', `/users/${id}`)
export const editUser = (
    id: number,
    revision: number,
    edit: Partial<Pick<User, 'displayName' | 'platform' | 'locked'>>,
) => send<User>('PATCH', `/users/${id}`, { body: edit, ifMatch: revision })
export const sessionsOf = (id: number) => send<Page<Session>>('GET', `/users/${id}/sessions`)

export const listProjects = (query: ListQuery, signal?: AbortSignal) => {
    const { project: _, ...rest } = query
    return send<Page<Project>>('GET', '/projects', { query: rest, signal })
}
export const showProject = (id: number) => send<Project>('GET', `/projects/${id}`)
export const listMembers = async (project: number, query: ListQuery, signal?: AbortSignal): Promise<Page<Member>> => {
    const { project: _, ...rest } = query
    const page = await send<Page<Omit<Member, 'id'>>>('GET', `/projects/${project}/members`, { query: rest, signal })
    return { ...page, items: page.items.map(member => ({ ...member, id: member.userId })) }
}

export const listTokens = (query: ListQuery, signal?: AbortSignal) =>
    send<Page<Token>>('GET', '/tokens', { query, signal })
export const listSettings = () => send<{ items: Setting[] }>('GET', '/settings')
export const mySessions = () => send<Page<Session>>('GET', '/me/sessions')

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
