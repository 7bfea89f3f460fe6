import { api, etag, ok, type Schemas } from '@/api/client'
import { bytes, duration, number } from '@/ui/format'
import { say, sayAny } from '@/ui/locale'
import { words } from './words'

export type Setting = Schemas['Setting']

const t = say(words)

export const listSettings = (signal?: AbortSignal) => ok(api.GET('/settings', { signal }))

const of = (key: string) => ({ path: { key } })

export const showSetting = (key: string) => ok(api.GET('/settings/{key}', { params: of(key) }))

export const setSetting = (key: string, revision: number, value: string) =>
    ok(api.PUT('/settings/{key}', { params: { ...of(key), header: { 'If-Match': etag(revision) } }, body: { value } }))

export const resetSetting = (key: string) => ok(api.DELETE('/settings/{key}', { params: of(key) }))

/** The groups of the page in order, each with the keys or beginnings of keys that belong to it. */
const groups: Record<string, string[]> = {
    nodes: ['nodes'],
    apps: ['apps'],
    registry: ['registry'],
    files: ['files'],
    keep: ['keep'],
    logs: ['logs'],
    access: ['tokens', 'oidc', 'admin-password-file'],
    network: ['bind', 'port', 'public-url', 'trusted-proxies', 'http', 'tls'],
    storage: ['data', 'database'],
    log: ['log'],
}

export function groupOf(key: string): string {
    const begins = key.split('.')[0] ?? key
    return Object.keys(groups).find(group => groups[group]?.includes(begins)) ?? 'other'
}

/** Settings by group; those that fit `text` alone. */
export function grouped(settings: readonly Setting[], text: string): { group: string; settings: Setting[] }[] {
    const wanted = text.trim().toLowerCase()
    const fitting = settings.filter(setting =>
        `${setting.key} ${aboutText(setting)} ${setting.value}`.toLowerCase().includes(wanted),
    )
    return [...Object.keys(groups), 'other']
        .map(group => ({ group, settings: fitting.filter(setting => groupOf(setting.key) === group) }))
        .filter(one => one.settings.length > 0)
}

/** What it means, in the reader's language; the server's English for one that is newer than this page. */
export function aboutText(setting: Setting): string {
    return sayAny(words, `about.${setting.key}`, setting.help)
}

/** A value as people say it: `30 days`, `2 h`, `For ever`. */
export function valueText(setting: Setting, value: string): string {
    if (value === '') return sayAny(words, `empty.${setting.key}`, '–')
    if (setting.kind === 'choice') return choiceText(setting.key, value)
    const amount = Number(value)
    if (setting.kind !== 'number' || !Number.isFinite(amount)) return value
    if (amount === 0) {
        const none = sayAny(words, `zero.${setting.key}`, sayAny(words, `zero.${groupOf(setting.key)}`, ''))
        if (none) return none
    }
    switch (setting.unit) {
        case 'days':
            return t('unit.days', { n: amount })
        case 'seconds':
            return amount < 60
                ? t('unit.seconds', { n: amount })
                : `${t('unit.seconds', { n: amount })} (${duration(amount * 1000)})`
        case 'bytes':
            return amount < 1024 ? t('unit.bytes', { n: amount }) : `${bytes(amount)} (${number(amount)})`
        default:
            return String(amount)
    }
}

export function choiceText(key: string, value: string): string {
    return sayAny(words, `choice.${key}.${value}`, value)
}

/** `0–3,650 days`; empty for what has no bounds. */
export function boundsText(setting: Setting): string {
    if (setting.min === undefined || setting.max === undefined) return ''
    const range = `${number(setting.min)}–${number(setting.max)}`
    return setting.unit ? `${range} ${sayAny(words, `unit.of.${setting.unit}`, setting.unit)}` : range
}

/** What is wrong with a draft as far as the page can tell; the server has the last word. */
export function wrongText(setting: Setting, draft: string): string | undefined {
    const text = draft.trim()
    if (setting.kind !== 'number' || (text === '' && setting.default === '')) return undefined
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting
    const fits = /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max
    return fits ? undefined : t('wrong.number', { bounds: boundsText(setting) })
}

/** What a draft would do that cannot be undone, or opens a door. */
export function warningText(setting: Setting, draft: string): string | undefined {
    const next = Number(draft)
    const before = Number(setting.value)
    if (groupOf(setting.key) === 'keep' && next > 0 && (before === 0 || next < before)) return t('warn.keep')
    if (setting.key === 'nodes.approve' && draft === 'all') return t('warn.approve')
    if (setting.key === 'apps.approve' && draft === 'all') return t('warn.apps')
    if (setting.key === 'files.public' && draft === 'true') return t('warn.public')
    if (setting.key === 'logs.public' && draft === 'true') return t('warn.logs')
    if (setting.key === 'nodes.code-level' && draft.trim() === '0') return t('warn.code')
    if (setting.key === 'tokens.expire' && next < before) return t('warn.tokens')
    if (setting.key === 'trusted-proxies' && /(^|[,\s])(0\.0\.0\.0|::)\/0/.test(draft)) return t('warn.proxies')
    return undefined
}

/** The variable that sets it, `STARDUST_LOG_LEVEL`. */
export function variableOf(key: string): string {
    return `STARDUST_${key.toUpperCase().replace(/[.-]/g, '_')}`
}
