import { send, type Page, type Schemas } from '@/api/client'
import type { Volume } from '@/logs/logs'
import { addressOptions, entriesOf, sameEntries } from '@/form/addresses'
import { quoted } from '@/ui/command'
import type { ListQuery } from '@/ui/list'
import type { Tone } from '@/ui/tone'

export type App = Schemas['App']
export type AppKey = Schemas['AppKey']
export type AppEdit = Schemas['AppEdit']
/** A running process; within its app the client is its id. */
export type Instance = Schemas['Instance'] & { id: string }
export type Sent = Schemas['InstanceCommandPage']

/** As the server checks it; said before anything is sent. */
export const namePattern = /^[A-Za-z0-9._-]{1,64}$/

export const listApps = (query: ListQuery & { approved?: string }, signal?: AbortSignal): Promise<Page<App>> =>
    send('GET', '/apps', { query, signal })

export const showApp = (id: number, signal?: AbortSignal): Promise<App> => send('GET', `/apps/${id}`, { signal })

export const editApp = (id: number, body: AppEdit, revision: number): Promise<App> =>
    send('PATCH', `/apps/${id}`, { body, ifMatch: revision })

export async function listInstances(app: number, query: ListQuery, signal?: AbortSignal): Promise<Page<Instance>> {
    const { q, cursor, limit } = query
    const page = await send<Page<Schemas['Instance']>>('GET', `/apps/${app}/instances`, {
        query: { q, cursor, limit },
        signal,
    })
    return { ...page, items: page.items.map(one => ({ ...one, id: one.client })) }
}

/** The first of an app's deployments, those that need somebody before the others, and how many there are. */
export const deploymentsOf = (app: number, signal?: AbortSignal): Promise<Page<Schemas['Deployment']>> =>
    send('GET', '/deployments', { query: { app, sort: 'state', limit: 20 }, signal })

/** Its display name, where that says more than the name. */
export const otherName = (app: App): string | undefined =>
    app.displayName === app.name ? undefined : app.displayName || undefined

/** Where an app stands, the worst first: it waits, nothing of it runs though it did, it runs, it was shut out. */
export type Standing = 'waiting' | 'offline' | 'enabled' | 'disabled'
const order: Standing[] = ['waiting', 'offline', 'enabled', 'disabled']

export function standingOf(app: App): Standing {
    if (!app.approved) return 'waiting'
    if (!app.enabled) return 'disabled'
    return app.lastLoginAt !== undefined && app.counts?.instances === 0 ? 'offline' : 'enabled'
}

export const standingRank = (app: App): number => order.indexOf(standingOf(app))

/** A week before its end a key is to be replaced. */
const soonMs = 7 * 86_400_000

export type KeyState = 'valid' | 'expiring' | 'expired' | 'revoked'

export function keyState(key: AppKey, now: number): KeyState {
    if (key.revokedAt !== undefined) return 'revoked'
    if (key.expiresAt === undefined) return 'valid'
    if (key.expiresAt <= now) return 'expired'
    return key.expiresAt - now < soonMs ? 'expiring' : 'valid'
}

export const keyTones: Record<KeyState, Tone> = { valid: 'good', expiring: 'warn', expired: 'bad', revoked: 'idle' }

/** What is to be looked into, the gravest first; a key of the words below `concern.`. */
export type Concern = 'waiting' | 'disabled' | 'offline' | 'open' | 'noKey' | 'lacksClass'

export function concernsOf(app: App): Concern[] {
    const standing = standingOf(app)
    const found: Concern[] = standing === 'enabled' ? [] : [standing]
    if (standing === 'waiting' || standing === 'disabled') return found
    if (app.introduced && !app.secretProved) found.push('open')
    else if (app.counts?.keys === 0) found.push('noKey')
    if (app.lacksClass) found.push('lacksClass')
    return found
}

/** `1.2.0 × 2, 1.1.0`: how many instances say which version, the most first. */
export function versionsOf(instances: readonly { version?: string }[]): string {
    const counts = new Map<string, number>()
    for (const one of instances) if (one.version) counts.set(one.version, (counts.get(one.version) ?? 0) + 1)
    return [...counts]
        .sort(([a, n], [b, m]) => m - n || b.localeCompare(a, undefined, { numeric: true }))
        .map(([version, n]) => (n > 1 ? `${version} × ${n}` : version))
        .join(', ')
}

/** What instances use together; undefined when none has told. */
export function useOf(instances: readonly Pick<Instance, 'meters'>[]) {
    const told = instances.flatMap(one => (one.meters ? [one.meters] : []))
    if (!told.length) return undefined
    const sum = (of: (one: (typeof told)[number]) => number) => told.reduce((all, one) => all + of(one), 0)
    return { cpu: sum(one => one.cpu), memory: sum(one => one.memory), threads: sum(one => one.threads) }
}

/** What the form of an app's access edits, with a value for every field. */
export interface Access {
    displayName: string
    enabled: boolean
    allow: string
    deny: string
    control: string
    logClass: string
    secretProved: boolean
}

/** The retention class of apps that choose none. */
const standard = 'standard'

export function accessOf(app: App): Access {
    return {
        displayName: app.displayName ?? '',
        enabled: app.enabled,
        allow: app.allowAddresses.join('\n'),
        deny: app.denyAddresses.join('\n'),
        control: app.control ?? '',
        logClass: app.logClass ?? standard,
        secretProved: app.secretProved,
    }
}

type LogClass = Volume['classes'][number]

/** The retention classes to choose from, and the one that it chose though it is gone; none where there is no choice. */
export function classesFor(app: App, all: readonly LogClass[]): { name: string; of?: LogClass }[] {
    const found: { name: string; of?: LogClass }[] = all.filter(one => one.taking).map(of => ({ name: of.name, of }))
    if (found.length && app.lacksClass && app.logClass) found.push({ name: app.logClass })
    return found.length > 1 ? found : []
}

/** Only what differs. */
export function accessEdit(before: Access, after: Access): AppEdit {
    const made: AppEdit = {}
    if (before.displayName !== after.displayName.trim()) made.displayName = after.displayName.trim()
    if (before.enabled !== after.enabled) made.enabled = after.enabled
    if (!sameEntries(before.allow, after.allow)) made.allowAddresses = entriesOf(after.allow)
    if (!sameEntries(before.deny, after.deny)) made.denyAddresses = entriesOf(after.deny)
    if (!sameEntries(before.control, after.control)) made.control = entriesOf(after.control).join(',')
    if (before.logClass !== after.logClass) made.logClass = after.logClass
    if (before.secretProved !== after.secretProved) made.secretProved = after.secretProved
    return made
}

/** The options of `app edit` that say the same; an empty list is one empty option. */
export function accessOptions(edit: AppEdit): string {
    const flag = (option: string, on: boolean | undefined) =>
        on === undefined ? '' : on ? ` --${option}` : ` --no-${option}`
    return (
        (edit.displayName === undefined ? '' : ` --display-name ${quoted(edit.displayName)}`) +
        flag('enabled', edit.enabled) +
        addressOptions(edit) +
        (edit.control === undefined ? '' : ` --control ${quoted(edit.control)}`) +
        (edit.logClass === undefined ? '' : ` --log-class ${quoted(edit.logClass)}`) +
        flag('require-secret', edit.secretProved)
    )
}
