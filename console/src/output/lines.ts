export type Level = 'error' | 'warn' | 'info' | 'debug'

export interface Line {
    n: number
    text: string
    /** As the line says, or the one it goes on with; undefined when it says nothing. */
    level?: Level
    /** When it was printed, by its own word; else when it came. Epoch ms. */
    at: number
}

/** What a process printed, in lines; `open`: what came of the last one, which may go on. */
export interface Lines {
    lines: Line[]
    next: number
    open: string
}

export const noLines: Lines = { lines: [], next: 1, open: '' }

/** Kept of one process; more is in its file. */
export const mostLines = 5000

// Colours and cursor moves of terminals: the text is shown, not played.
const controls =
    /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** The text as it stands in a terminal: without colours, and with what was written over what stood there. */
export function plain(text: string): string {
    const bare = text.replace(controls, '').replace(/\r+$/, '')
    return bare.slice(bare.lastIndexOf('\r') + 1)
}

const levels: [RegExp, Level][] = [
    [/\b(?:ERROR|FATAL|SEVERE|CRITICAL|PANIC)\b|(?:level"?[=:]\s*"?|[[<])(?:error|fatal|critical)\b/, 'error'],
    [/\bWARN(?:ING)?\b|(?:level"?[=:]\s*"?|[[<])warn(?:ing)?\b/, 'warn'],
    [/\bINFO\b|(?:level"?[=:]\s*"?|[[<])info\b/, 'info'],
    [/\b(?:DEBUG|TRACE)\b|(?:level"?[=:]\s*"?|[[<])(?:debug|trace)\b/, 'debug'],
]
/** A trace of a failure and the like belong to the line above. */
const goesOn = /^(?:\s|Caused by: |\.\.\. \d+ more)/

export function levelOf(text: string, above?: Level): Level | undefined {
    if (goesOn.test(text)) return above
    const head = text.slice(0, 200)
    let first: { at: number; level: Level } | undefined
    for (const [form, level] of levels) {
        const at = head.search(form)
        if (at >= 0 && (!first || at < first.at)) first = { at, level }
    }
    return first?.level
}

/** The time that the line begins with; undefined when it begins with none. */
export function timeOf(text: string): number | undefined {
    const found = /^\W{0,2}(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,3})\d*)?(Z|[+-]\d\d:?\d\d)?/.exec(text)
    if (!found) return undefined
    const [, day, time, part = '0', zone = ''] = found
    const at = Date.parse(`${day}T${time}.${part.padEnd(3, '0')}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`)
    return Number.isNaN(at) ? undefined : at
}

/** The lines with what was printed since; the oldest go when they are more than `most`. */
export function grown(before: Lines, text: string, most = mostLines, now = Date.now()): Lines {
    if (!text) return before
    const parts = (before.open + text).split('\n')
    const open = parts.pop() ?? ''
    if (open) parts.push(open)
    const lines = before.open ? before.lines.slice(0, -1) : [...before.lines]
    let next = before.open ? before.next - 1 : before.next
    for (const part of parts) {
        const above = lines.at(-1)
        const shown = plain(part)
        lines.push({
            n: next++,
            text: shown,
            level: levelOf(shown, above?.level),
            at: timeOf(shown) ?? (goesOn.test(shown) ? above?.at : undefined) ?? Math.max(now, above?.at ?? 0),
        })
    }
    return { lines: lines.slice(-most), next, open }
}

/** The lines of several processes in one, as they were printed. */
export function merged<T extends { at: number }>(of: T[][]): T[] {
    return of.length === 1 ? of[0]! : of.flat().sort((a, b) => a.at - b.at)
}

/** The text in pieces, those that match marked. */
export function marked(text: string, search: string): { text: string; hit: boolean }[] {
    if (!search) return [{ text, hit: false }]
    const made: { text: string; hit: boolean }[] = []
    const low = text.toLowerCase()
    const wanted = search.toLowerCase()
    let from = 0
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
        if (at > from) made.push({ text: text.slice(from, at), hit: false })
        made.push({ text: text.slice(at, at + wanted.length), hit: true })
        from = at + wanted.length
    }
    if (from < text.length) made.push({ text: text.slice(from), hit: false })
    return made
}
