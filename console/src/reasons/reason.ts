import { bytes, duration } from '@/ui/format'
import { say, sayAny, type Words } from '@/ui/locale'
import { words as shared } from '@/ui/words'
import { words } from './words'

/** A reason by code; what is behind it comes after it. */
export type Why = { code: string; data?: Record<string, string> }[]

const t = say(words)
const sentences: Words = words

/** `{name}`, `{name:kind}`; Java's Code says what the kinds mean. */
const hole = /\{(\w+)(?::(\w+))?\}/g

/** A reason in the reader's language; `text`, the English of it, where there are no codes or one is not known. */
export function reasonText(text: string | undefined, why: Why | undefined): string {
    return (why && worded(why)) || text || ''
}

function worded(why: Why): string | undefined {
    let cause = ''
    for (const { code, data = {} } of [...why].reverse()) {
        const name = `reason.${code}`
        if (!sentences[name]) return undefined
        const sentence = sayAny(words, name)
        const behind = cause
        const told = sentence.replace(hole, (_, key: string, kind?: string) =>
            key === 'cause' ? behind : written(data[key] ?? '?', kind),
        )
        cause = behind && !sentence.includes('{cause}') ? `${told}: ${behind}` : told
    }
    return cause
}

function written(value: string, kind: string | undefined): string {
    switch (kind) {
        case 'time':
            return measured(value, duration)
        case 'bytes':
            return measured(value, bytes)
        case 'state':
            return sayAny(shared, `state.${value}`, value)
        case 'process':
            return value ? t('process', { name: value }) : t('process.other')
        case 'names':
            return names(value.split('\n'))
        case 'processes': {
            const lines = value.split('\n')
            return lines.length === 1
                ? t('process', { name: value })
                : t('processes', { n: some(lines).count, names: names(lines) })
        }
        default:
            return value
    }
}

function measured(value: string, form: (n: number) => string): string {
    const n = Number(value)
    return Number.isFinite(n) ? form(n) : value
}

/** The last line `+3` stands for three more. */
function some(lines: string[]): { shown: string[]; count: number; more: number } {
    const more = lines.length > 1 ? Number(/^\+(\d+)$/.exec(lines.at(-1)!)?.[1] ?? 0) : 0
    const shown = more ? lines.slice(0, -1) : lines
    return { shown, count: shown.length + more, more }
}

function names(lines: string[]): string {
    const { shown, more } = some(lines)
    const list = shown.join(t('comma'))
    return more ? t('names.more', { names: list, n: more }) : list
}
