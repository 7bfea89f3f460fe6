import { send, type Page, type Schemas } from '@/api/client'
import { may } from '@/api/session'
import { quoted, type Command } from '@/ui/command'
import type { ListQuery } from '@/ui/list'
import type { Tone } from '@/ui/tone'

export type Sheet = Schemas['ConfigSheet']
export type SheetPatch = Schemas['ConfigSheetPatch']
/** An item as it will be; within its app key and scope are its id. */
export type Item = Schemas['ConfigItem'] & { id: string }
export type Edit = Schemas['ConfigEdit']
export type ValueType = Item['type']
export type Release = Schemas['ConfigRelease']
export type Diff = Schemas['ConfigDiff']
export type Difference = Schemas['ConfigDifference']
export type EffectiveItem = Schemas['EffectiveItem'] & { id: string }
export type Found = Schemas['FoundConfigItem'] & { id: string }
export type Instance = Schemas['ConfigInstance'] & { id: string }

export const types: ValueType[] = ['text', 'number', 'boolean', 'json', 'yaml', 'properties', 'secret']
/** Those that are edited as a document. */
export const documents: readonly ValueType[] = ['json', 'yaml', 'properties']

export const stateTones: Record<Item['state'], Tone> = { live: 'good', added: 'wait', changed: 'wait', removed: 'warn' }

const path = (app: number) => `/apps/${app}/config`
export const placeOf = (one: { key: string; scope: string }): string => `${one.key}\n${one.scope}`

interface Slice<T> {
    items: T[]
    next?: string
}

/**
 * A list that the server goes on with by a word, for a list that counts. Asks until a page is full of what is kept, so that a
 * filter of the console leaves no empty page with more behind it.
 */
export function byWord<T, R>(
    ask: (query: ListQuery, after: string | undefined, signal?: AbortSignal) => Promise<Slice<T>>,
    row: (one: T) => R,
    keep: (one: T, query: ListQuery) => boolean = () => true,
): (query: ListQuery, signal?: AbortSignal) => Promise<Page<R>> {
    const words = new Map<number, string>()
    return async (query, signal) => {
        const items: R[] = []
        let after = query.cursor === undefined ? undefined : words.get(query.cursor)
        do {
            const slice = await ask(query, after, signal)
            items.push(...slice.items.filter(one => keep(one, query)).map(row))
            after = slice.next
        } while (after !== undefined && items.length < query.limit)
        if (after === undefined) return { items }
        const next = words.size + 1
        words.set(next, after)
        return { items, next }
    }
}

export const listSheets = () =>
    byWord<Sheet, Sheet & { id: number }>(
        ({ q, limit }, after, signal) => send('GET', '/config', { query: { q, limit, after }, signal }),
        one => ({ ...one, id: one.appId }),
        (one, { project }) => project === undefined || one.projectId === project,
    )

/** Apps that have no config, and whose config this person may edit; the first of them. */
export async function appsWithoutSheet(q: string, project?: number, signal?: AbortSignal): Promise<Schemas['App'][]> {
    const query = { q: q || undefined, limit: 500 }
    const [apps, sheets] = await Promise.all([
        send<Page<Schemas['App']>>('GET', '/apps', { query: { ...query, project }, signal }),
        send<Slice<Sheet>>('GET', '/config', { query, signal }),
    ])
    const known = new Set(sheets.items.map(one => one.appId))
    return apps.items.filter(app => !known.has(app.id) && may('operator', app.projectId))
}

export const listItems = (app: number) =>
    byWord<Schemas['ConfigItem'], Item>(
        ({ q, limit }, after, signal) => send('GET', `${path(app)}/items`, { query: { q, limit, after }, signal }),
        one => ({ ...one, id: placeOf(one) }),
        (one, query) =>
            (query.scope === undefined || one.scope === (query.scope === everyScope ? '' : query.scope)) &&
            (query.state === undefined || one.state !== 'live'),
    )

/** Stands for no scope where an empty text means no filter. */
export const everyScope = '-'

/** All items that an app will have, for the text form. */
export async function allItems(app: number, signal?: AbortSignal): Promise<Item[]> {
    const load = listItems(app)
    const found: Item[] = []
    let cursor: number | undefined
    do {
        const page = await load({ limit: 500, cursor }, signal)
        found.push(...page.items)
        cursor = page.next
    } while (cursor !== undefined)
    return found
}

export const showSheet = (app: number, signal?: AbortSignal): Promise<Sheet> => send('GET', path(app), { signal })

export const editSheet = (app: number, body: SheetPatch, revision: number): Promise<Sheet> =>
    send('PATCH', path(app), { body, ifMatch: revision })

export const edit = (app: number, edits: Edit[]): Promise<Sheet> =>
    send('POST', `${path(app)}/draft`, { body: { edits } })

export const showDraft = (app: number, signal?: AbortSignal): Promise<Diff> =>
    send('GET', `${path(app)}/draft`, { signal })

export const discard = (app: number): Promise<void> => send('DELETE', `${path(app)}/draft`)

export const publish = (app: number, body: Schemas['NewConfigRelease']): Promise<Release> =>
    send('POST', `${path(app)}/releases`, { body })

export const showDiff = (app: number, from: number, to: number, signal?: AbortSignal): Promise<Diff> =>
    send('GET', `${path(app)}/diff`, { query: { from, to }, signal })

/** A release counts within its app. */
export async function listReleases(
    app: number,
    { cursor, limit }: ListQuery,
    signal?: AbortSignal,
): Promise<Page<Release & { id: number }>> {
    const page = await send<Page<Release>>('GET', `${path(app)}/releases`, { query: { cursor, limit }, signal })
    return { ...page, items: page.items.map(one => ({ ...one, id: one.number })) }
}

export const listInstances = (app: number, signal?: AbortSignal): Promise<Schemas['ConfigInstances']> =>
    send('GET', `${path(app)}/instances`, { signal })

export const showInheritance = (app: number, signal?: AbortSignal): Promise<Schemas['ConfigInheritance']> =>
    send('GET', `${path(app)}/inheritance`, { signal })

const secretOf = ({ key, scope }: Item): Schemas['RevealSecret'] => ({ key, scope: scope || undefined })

export const reveal = (app: number, item: Item): Promise<Schemas['RevealedSecret']> =>
    send('POST', `${path(app)}/reveal`, { body: secretOf(item) })

/** The server gives the first ones, and says whether there are others. */
export async function findItems({ q }: ListQuery, signal?: AbortSignal): Promise<Page<Found> & { more: boolean }> {
    if (!q) return { items: [], more: false }
    const query = { q, limit: 200 }
    const found = await send<Schemas['FoundConfigItems']>('GET', '/config/items', { query, signal })
    return { items: found.items.map(one => ({ ...one, id: `${one.appId}\n${placeOf(one)}` })), more: found.more }
}

/** What the form of one item edits, with a value for every field. */
export interface Fields {
    key: string
    scope: string
    type: ValueType
    value: string
    remark: string
}

export const noFields = (): Fields => ({ key: '', scope: '', type: 'text', value: '', remark: '' })

/** Of a secret the value is not known; an empty one stays as it is. */
export const fieldsOf = (item: Item): Fields => ({
    key: item.key,
    scope: item.scope,
    type: item.type,
    value: item.value ?? '',
    remark: item.remark ?? '',
})

/** Only what differs from `before`; undefined when that is nothing. */
export function editOf(before: Fields | undefined, after: Fields): Edit | undefined {
    const made: Edit = { act: 'set', key: after.key.trim(), scope: after.scope.trim().toLowerCase() || undefined }
    const remark = after.remark.trim()
    if (!before) {
        if (after.type !== 'text') made.type = after.type
        made.value = after.value
        if (remark) made.remark = remark
        return made
    }
    const turns = (before.type === 'secret') !== (after.type === 'secret')
    if (before.type !== after.type) made.type = after.type
    if (before.value !== after.value || turns) made.value = after.value
    if (before.remark !== remark) made.remark = remark
    return made.type !== undefined || made.value !== undefined || made.remark !== undefined ? made : undefined
}

const scoped = (scope: string | undefined) => (scope ? ` --scope ${quoted(scope)}` : '')
/** Longer values are read from a file. */
const wordLength = 200

/** The verb that edits the same; a secret's value is in no command. */
export function editCommand(app: Pick<Sheet, 'app' | 'appId'>, of: Edit, secret: boolean): Command {
    const api = { method: 'POST', path: `${path(app.appId)}/draft` }
    const name = quoted(app.app)
    if (of.act !== 'set') {
        return {
            cli: `config ${of.act} ${name} ${quoted(of.key)}${scoped(of.scope)}`,
            api: { ...api, body: { edits: [of] } },
        }
    }
    const value = of.value ?? ''
    const file = value.includes('\n') || value.length > wordLength
    const word =
        of.value === undefined
            ? quoted(of.key)
            : secret
              ? `${quoted(of.key)} --value-stdin`
              : file
                ? `${quoted(of.key)} --value-file FILE`
                : quoted(`${of.key}=${value}`)
    const options =
        scoped(of.scope) +
        (of.type ? ` --type ${of.type}` : '') +
        (of.remark === undefined ? '' : ` --remark ${quoted(of.remark)}`)
    const shown = secret && of.value !== undefined ? { ...of, value: '…' } : of
    return { cli: `config set ${name} ${word}${options}`, api: { ...api, body: { edits: [shown] } } }
}

export function revealCommand(app: Pick<Sheet, 'app' | 'appId'>, item: Item): Command {
    return {
        cli: `config reveal ${quoted(app.app)} ${quoted(item.key)}${scoped(item.scope)}`,
        api: { method: 'POST', path: `${path(app.appId)}/reveal`, body: secretOf(item) },
    }
}

/** What the form of a sheet edits, with a value for every field. */
export interface Settings {
    enabled: boolean
    share: Sheet['share']
    global: boolean
    readOnly: boolean
    quotes: string
}

export const settingsOf = ({ enabled, share, global, readOnly, quotes }: Sheet): Settings => ({
    enabled,
    share,
    global,
    readOnly,
    quotes: quotes.join('\n'),
})

const names = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

/** Only what differs. */
export function settingsEdit(before: Settings, after: Settings): SheetPatch {
    const made: SheetPatch = {}
    if (before.enabled !== after.enabled) made.enabled = after.enabled
    if (before.share !== after.share) made.share = after.share
    if (before.global !== after.global) made.global = after.global
    if (before.readOnly !== after.readOnly) made.readOnly = after.readOnly
    if (names(before.quotes).join() !== names(after.quotes).join()) made.quotes = names(after.quotes)
    return made
}

/** The options of `config edit` that say the same. */
export function settingsOptions(of: SheetPatch): string {
    const flag = (option: string, on: boolean | undefined) =>
        on === undefined ? '' : on ? ` --${option}` : ` --no-${option}`
    return (
        flag('enabled', of.enabled) +
        (of.share === undefined ? '' : ` --share ${of.share}`) +
        flag('global', of.global) +
        flag('read-only', of.readOnly) +
        (of.quotes === undefined ? '' : ` --quotes ${quoted(of.quotes.join(','))}`)
    )
}

/** A value in one line of a table. */
export function oneLine(value: string, most = 120): string {
    const line = value.replace(/\s*\n\s*/g, ' ⏎ ')
    return line.length > most ? `${line.slice(0, most)}…` : line
}
