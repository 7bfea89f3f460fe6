// What stands between a draft and a release for all: the check, the time, some instances first.
import { send, type Schemas } from '@/api/client'
import { quoted, type Command } from '@/ui/command'
import type { Difference, Release, Sheet } from './config'

export type Check = Schemas['ConfigCheck']
export type Gray = Schemas['ConfigGray']
export type Target = Required<Schemas['ConfigGrayTarget']>
/** A difference whose kind is not known of a secret. */
export type Change = Omit<Difference, 'kind'> & { kind?: Difference['kind'] }

const path = (app: number) => `/apps/${app}/config`
const year = 365 * 24 * 3_600_000

/** What a publish of the draft would do, or of what release `number` had. */
export const showCheck = (app: number, number?: number, signal?: AbortSignal): Promise<Check> =>
    send('GET', `${path(app)}/check`, { query: { number }, signal })

/** How an instance's value changes, as a difference between releases reads. */
export function changeOf({ key, before, after, secret }: Schemas['ConfigEffectItem']): Change {
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    return { key, scope: '', before, after, secret, kind: secret ? undefined : kind }
}

export interface Wish {
    message: string
    /** Epoch ms; undefined: now. */
    at?: number
}

export const isPast = (at: number | undefined, now: number): boolean =>
    at !== undefined && (at <= now || at > now + year)

export function publishBody({ message, at }: Wish): Schemas['NewConfigRelease'] {
    return { message: message.trim() || undefined, at }
}

const said = (message: string) => (message.trim() ? ` -m ${quoted(message.trim())}` : '')

export function publishCommand(sheet: Pick<Sheet, 'app' | 'appId'>, wish: Wish): Command {
    const at = wish.at === undefined ? '' : ` --at ${new Date(wish.at).toISOString()}`
    return {
        cli: `config publish ${quoted(sheet.app)}${at}${said(wish.message)}`,
        api: { method: 'POST', path: `${path(sheet.appId)}/releases`, body: publishBody(wish) },
    }
}

export const cancelPlan = (app: number): Promise<void> => send('DELETE', `${path(app)}/plan`)

export function cancelCommand(sheet: Pick<Sheet, 'app' | 'appId'>): Command {
    return {
        cli: `config unplan ${quoted(sheet.app)}`,
        api: { method: 'DELETE', path: `${path(sheet.appId)}/plan` },
    }
}

export const showGray = (app: number, signal?: AbortSignal): Promise<Gray> =>
    send('GET', `${path(app)}/gray`, { signal })

export const beginGray = (app: number, body: Schemas['NewConfigGray']): Promise<Gray> =>
    send('POST', `${path(app)}/gray`, { body })

export const retargetGray = (app: number, body: Target): Promise<Gray> => send('PUT', `${path(app)}/gray`, { body })

export const promoteGray = (app: number, message: string): Promise<Release> =>
    send('POST', `${path(app)}/gray/promotion`, { body: { message: message.trim() || undefined } })

export const withdrawGray = (app: number): Promise<void> => send('DELETE', `${path(app)}/gray`)

export const noTarget = (): Target => ({ clients: [], nodes: [], labels: {}, percent: 0 })
export const targetOf = ({ clients, nodes, labels, percent }: Gray): Target => ({
    clients: [...clients],
    nodes: [...nodes],
    labels: { ...labels },
    percent,
})
export const isEmpty = (target: Target): boolean =>
    !target.clients.length && !target.nodes.length && !Object.keys(target.labels).length && !(target.percent > 0)

/** `zone=east, role=web` as people type labels; undefined when it is none. */
export function labelsOf(text: string): Target['labels'] | undefined {
    const labels: Target['labels'] = {}
    for (const part of text.split(',').map(each => each.trim())) {
        if (!part) continue
        const [, key, value] = /^([^=\s]+)=(.*)$/.exec(part) ?? []
        if (key === undefined || value === undefined) return undefined
        labels[key] = value.trim()
    }
    return labels
}
export const labelText = (labels: Target['labels']): string =>
    Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(', ')

/** `message` only of one that begins. */
export function grayCommand(sheet: Pick<Sheet, 'app' | 'appId'>, target: Target, message?: string): Command {
    const names = (option: string, list: string[]) => list.map(name => ` --${option} ${quoted(name)}`).join('')
    const options =
        names('instance', target.clients) +
        names('node', target.nodes) +
        names(
            'label',
            Object.entries(target.labels).map(([key, value]) => `${key}=${value}`),
        ) +
        (target.percent > 0 ? ` --percent ${target.percent}` : '')
    const starts = message !== undefined
    return {
        cli: `config gray ${quoted(sheet.app)}${options}${said(message ?? '')}`,
        api: {
            method: starts ? 'POST' : 'PUT',
            path: `${path(sheet.appId)}/gray`,
            body: starts ? { ...target, message: message.trim() || undefined } : target,
        },
    }
}

export function promoteCommand(sheet: Pick<Sheet, 'app' | 'appId'>, message: string): Command {
    return {
        cli: `config promote ${quoted(sheet.app)}${said(message)}`,
        api: {
            method: 'POST',
            path: `${path(sheet.appId)}/gray/promotion`,
            body: { message: message.trim() || undefined },
        },
    }
}

export function withdrawCommand(sheet: Pick<Sheet, 'app' | 'appId'>): Command {
    return {
        cli: `config withdraw ${quoted(sheet.app)}`,
        api: { method: 'DELETE', path: `${path(sheet.appId)}/gray` },
    }
}

interface Running {
    client: string
    node?: string
}

/** How many of those that run the target names, apart from its percentage. */
export const namedOf = (target: Target, running: readonly Running[]): number =>
    running.filter(
        one => target.clients.includes(one.client) || (one.node !== undefined && target.nodes.includes(one.node)),
    ).length

/** Those that can be ticked: what runs, and what the target names already. */
export const choices = (named: readonly string[], running: readonly (string | undefined)[]): string[] =>
    [...new Set([...named, ...running.filter(one => one !== undefined)])].sort((a, b) =>
        a.localeCompare(b, undefined, { numeric: true }),
    )
