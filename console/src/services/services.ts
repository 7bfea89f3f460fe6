import { send, type Page, type Schemas } from '@/api/client'
import type { ListQuery } from '@/ui/list'
import type { Tone } from '@/ui/tone'

export type Service = Schemas['Service']
export type Provider = Schemas['Provider']
export type Consumer = Schemas['Consumer'] & { id: string }
export type ServiceEdit = Schemas['ServiceEdit']
export type ProviderEdit = Schemas['ProviderEdit']
export type Graph = Schemas['ServiceGraph']
export type Line = Graph['items'][number]

export const listServices = ({ q, cursor, limit, project }: ListQuery, signal?: AbortSignal): Promise<Page<Service>> =>
    send('GET', '/services', { query: { q, cursor, limit, project }, signal })

export const showService = (id: number, signal?: AbortSignal): Promise<Service> =>
    send('GET', `/services/${id}`, { signal })

export const editService = (id: number, body: ServiceEdit, revision: number): Promise<Service> =>
    send('PATCH', `/services/${id}`, { body, ifMatch: revision })

export const listProviders = (
    service: number,
    { q, cursor, limit }: ListQuery,
    signal?: AbortSignal,
): Promise<Page<Provider>> => send('GET', `/services/${service}/providers`, { query: { q, cursor, limit }, signal })

/** What people say of a provider: it outlives the registration. */
export const steer = (of: Provider, body: ProviderEdit, revision = of.revision): Promise<Provider> =>
    send('PATCH', `/services/${of.serviceId}/providers/${of.id}`, { body, ifMatch: revision })

export async function listConsumers(service: number, signal?: AbortSignal): Promise<Page<Consumer>> {
    const list = await send<Schemas['ConsumerList']>('GET', `/services/${service}/consumers`, { signal })
    return { items: list.items.map(one => ({ ...one, id: `${one.appId} ${one.client}` })), total: list.total }
}

export const serviceGraph = (signal?: AbortSignal): Promise<Graph> => send('GET', '/services/graph', { signal })

/** How a service stands, the worst first. */
export type Standing = 'absent' | 'protected' | 'sick' | 'partly' | 'ready' | 'unused' | 'disabled'
const order: Standing[] = ['absent', 'protected', 'sick', 'partly', 'ready', 'unused', 'disabled']

export function standingOf(one: Service): Standing {
    if (!one.enabled) return 'disabled'
    if (one.shown === 0 && (one.consumers > 0 || one.providers > 0)) return 'absent'
    if (one.protectedSince > 0) return 'protected'
    if (one.healthIgnored) return 'sick'
    if (one.shown < one.providers) return 'partly'
    return one.providers > 0 ? 'ready' : 'unused'
}

export const standingRank = (one: Service): number => order.indexOf(standingOf(one))

export const standingTones: Record<Standing, Tone> = {
    absent: 'bad',
    protected: 'warn',
    sick: 'bad',
    partly: 'warn',
    ready: 'good',
    unused: 'idle',
    disabled: 'idle',
}

/** Why consumers are told of a provider or not, the worst first. */
export type ProviderState = 'unhealthy' | 'silent' | 'hidden' | 'leaving' | 'draining' | 'disabled' | 'ready'
const providerOrder: ProviderState[] = ['unhealthy', 'silent', 'hidden', 'leaving', 'draining', 'disabled', 'ready']

export function providerState(one: Provider): ProviderState {
    if (!one.enabled) return 'disabled'
    if (!one.healthy) return 'unhealthy'
    if (one.silent) return 'silent'
    if (one.leaving) return 'leaving'
    if (one.draining) return 'draining'
    return one.shown ? 'ready' : 'hidden'
}

export const providerRank = (one: Provider): number => providerOrder.indexOf(providerState(one))

export const providerTones: Record<ProviderState, Tone> = {
    unhealthy: 'bad',
    silent: 'warn',
    hidden: 'idle',
    leaving: 'wait',
    draining: 'wait',
    disabled: 'idle',
    ready: 'good',
}

/** What a consumer knows of the providers, the worst first. */
export type Given = 'waited' | 'old' | 'current'
const givenOrder: Given[] = ['waited', 'old', 'current']

export function given(one: Consumer): Given {
    if (one.waitedFor) return 'waited'
    return one.current ? 'current' : 'old'
}

export const givenRank = (one: Consumer): number => givenOrder.indexOf(given(one))

/** The words of a text with commas between. */
export const tagsOf = (tag: string | undefined): string[] => (tag ?? '').split(/[,;\s]+/).filter(Boolean)

/** What the form of a service edits, with a value for every field. */
export interface Settings {
    displayName: string
    enabled: boolean
    scoped: boolean
    singleton: boolean
    address: string
    extranet: boolean
    health: string
}

export function settingsOf(one: Service): Settings {
    const { enabled, scoped, singleton, extranet } = one
    return {
        displayName: one.displayName ?? '',
        enabled,
        scoped,
        singleton,
        address: one.address ?? '',
        extranet,
        health: one.health ?? '',
    }
}

/** Only what differs. */
export function settingsEdit(before: Settings, after: Settings): ServiceEdit {
    const tidy = (value: unknown) => (typeof value === 'string' ? value.trim() : value)
    return Object.fromEntries(
        Object.entries(after)
            .map(([name, value]) => [name, tidy(value)])
            .filter(([name, value]) => value !== before[name as keyof Settings]),
    ) as ServiceEdit
}
