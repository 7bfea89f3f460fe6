// Items as lines `key = value`, and lines as edits. Comments directly above a key are its remark.
import type { Edit, Item } from './config'

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' }

function escaped(text: string): string {
    return text.replace(/[\\\n\r\t\f]/g, c => {
        const letter = Object.keys(escapes).find(name => escapes[name] === c)
        return `\\${letter ?? c}`
    })
}

const keyText = (key: string) =>
    escaped(key)
        .replace(/=/g, '\\=')
        .replace(/^([#!])/, '\\$1')
        .replace(/ /g, '\\ ')

/** A blank at an end of a value is one of it only with a backslash before. */
const valueText = (value: string) => escaped(value).replace(/^\s|\s$/g, blank => `\\${blank}`)

/** The items of one scope that will be there, without secrets. */
export function asText(items: readonly Item[], scope: string): string {
    return items
        .filter(item => item.scope === scope && item.state !== 'removed' && item.type !== 'secret')
        .map(item => {
            const remark = item.remark ? `# ${item.remark}\n` : ''
            return `${remark}${keyText(item.key)} = ${valueText(item.value ?? '')}\n`
        })
        .join('')
}

export interface Line {
    key: string
    value: string
    remark: string
    /** Counts from 1. */
    line: number
}

/** Ends before `=`, or before a `:` that a blank follows, or else before the first blank. */
function split(text: string): [string, string] {
    const at = [/(?:^|[^\\])(?:\\\\)*=/, /(?:^|[^\\])(?:\\\\)*:(?=\s|$)/, /(?:^|[^\\])(?:\\\\)*\s/]
        .map(form => form.exec(text))
        .find(found => found !== null)
    if (!at) return [text, '']
    const end = at.index + at[0].length
    return [text.slice(0, end - 1), text.slice(end)]
}

function plain(text: string): string {
    return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, c: string | undefined) =>
        code === undefined ? (escapes[c ?? ''] ?? c ?? '') : String.fromCharCode(parseInt(code, 16)),
    )
}

/** A blank that a backslash stands before is no end. */
function trimmed(text: string): string {
    const from = text.replace(/^\s+/, '')
    const end = from.replace(/\s+$/, '')
    return /(?:^|[^\\])(?:\\\\)*\\$/.test(end) && from.length > end.length ? from.slice(0, end.length + 1) : end
}

/** The lines that say something, in their order; a backslash at the end of a line goes on with the next. */
export function lines(text: string): Line[] {
    const found: Line[] = []
    const rows = text.split(/\r?\n/)
    let remark: string[] = []
    for (let at = 0; at < rows.length; at++) {
        const line = at + 1
        let row = rows[at] ?? ''
        const comment = /^\s*[#!]\s?(.*)$/.exec(row)
        if (comment) remark.push((comment[1] ?? '').trim())
        else if (!row.trim()) remark = []
        else {
            while (/(?:^|[^\\])(?:\\\\)*\\$/.test(row) && at + 1 < rows.length) {
                row = row.slice(0, -1) + (rows[++at] ?? '').replace(/^\s+/, '')
            }
            const [key, value] = split(row.replace(/^\s+/, ''))
            found.push({ key: plain(trimmed(key)), value: plain(trimmed(value)), remark: remark.join(' '), line })
            remark = []
        }
    }
    return found
}

/** What keeps a text from being taken; a key of the words below `text.wrong.`. */
export interface Wrong {
    line: number
    kind: 'twice' | 'secret' | 'key'
    key: string
}

/** What leads from the items of `scope` to what `text` says; secrets are not in it, and stay. */
export function textEdits(items: readonly Item[], scope: string, text: string): { edits: Edit[]; wrong: Wrong[] } {
    const there = new Map(
        items.filter(item => item.scope === scope && item.state !== 'removed').map(item => [item.key, item]),
    )
    const edits: Edit[] = []
    const wrong: Wrong[] = []
    const seen = new Set<string>()
    for (const { key, value, remark, line } of lines(text)) {
        const item = there.get(key)
        if (seen.has(key)) wrong.push({ line, kind: 'twice', key })
        else if (!key || /[@}]/.test(key)) wrong.push({ line, kind: 'key', key })
        else if (item?.type === 'secret') wrong.push({ line, kind: 'secret', key })
        else if (!item || item.value !== value || (item.remark ?? '') !== remark) {
            const made: Edit = { act: 'set', key, scope: scope || undefined }
            if (!item || item.value !== value) made.value = value
            if ((item?.remark ?? '') !== remark) made.remark = remark
            edits.push(made)
        }
        seen.add(key)
    }
    for (const [key, item] of there) {
        if (item.type !== 'secret' && !seen.has(key)) edits.push({ act: 'remove', key, scope: scope || undefined })
    }
    return { edits, wrong }
}
