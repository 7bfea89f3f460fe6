/** What a process printed, in lines; `open` when the last one may go on. */
export interface Lines {
    lines: { n: number; text: string }[]
    next: number
    open: boolean
}

export const noLines: Lines = { lines: [], next: 1, open: false }

/** Kept of one process; more is in its file. */
export const mostLines = 5000

// Colours and cursor moves of terminals: the text is shown, not played.
const controls = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*\u0007|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g

export function plain(text: string): string {
    return text.replace(controls, '')
}

/** The lines with what was printed since; the oldest go when they are more than `most`. */
export function grown(before: Lines, text: string, most = mostLines): Lines {
    if (!text) return before
    const parts = plain(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')).split('\n')
    const open = parts.at(-1) !== ''
    if (!open) parts.pop()
    const lines = [...before.lines]
    let next = before.next
    for (const [at, part] of parts.entries()) {
        const last = lines.at(-1)
        if (at === 0 && before.open && last) lines[lines.length - 1] = { n: last.n, text: last.text + part }
        else lines.push({ n: next++, text: part })
    }
    return { lines: lines.slice(-most), next, open }
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
