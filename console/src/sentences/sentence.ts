import { language, type Words } from '@/ui/locale'
import { words } from './words'

interface Form {
    zh: string
    names: string[]
    /** One group for each name. */
    pattern: RegExp
}

const hole = /\{(\w+)\}/g
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function formOf(en: string, zh: string): Form {
    const names = [...en.matchAll(hole)].map(found => found[1]!)
    const pattern = new RegExp(
        `^${en
            .split(/\{\w+\}/)
            .map(escaped)
            .join('([^]*?)')}$`,
    )
    return { zh, names, pattern }
}

/** Those with most words of their own first: they say more. */
const forms = Object.values<Words[string]>(words)
    .sort((a, b) => b.en.replace(hole, '').length - a.en.replace(hole, '').length)
    .map(({ en, zh }) => formOf(en, zh))

/** What server or agent said without a code, in the reader's language; as it is where the sentence is not known. */
export function sentenceText(text: string): string {
    return language.value === 'en' ? text : (worded(text) ?? text)
}

function worded(text: string): string | undefined {
    for (const { zh, names, pattern } of forms) {
        const found = pattern.exec(text)
        if (!found) continue
        const values = new Map(names.map((name, at) => [name, found[at + 1]!]))
        return zh.replace(hole, (_, name: string) => {
            const value = values.get(name) ?? ''
            return worded(value) ?? value
        })
    }
    // The name of the node may stand before it.
    const [, name, rest] = /^([^\s:]+): ([^]+)$/.exec(text) ?? []
    const behind = rest === undefined ? undefined : worded(rest)
    return behind === undefined ? undefined : `${name}：${behind}`
}
