import { plain } from '@/output/lines'
import { sameText, type Entry } from './logs'

/** A record in the list, under a number of its own: the stream tells records that have no position yet. */
export interface Row {
    id: number
    entry: Entry
    /** Of the message. */
    first: string
    /** How many lines come behind the first. */
    more: number
}

const longest = 600 // characters of a line that is shown
let last = 0

export function rowOf(entry: Entry): Row {
    const text = entry.message.trimEnd()
    const end = text.indexOf('\n')
    let more = 0
    for (let at = end; at >= 0; at = text.indexOf('\n', at + 1)) more++
    return { id: ++last, entry, first: plain((end < 0 ? text : text.slice(0, end)).slice(0, longest)), more }
}

/** The newest first. */
const order = (a: Row, b: Row) => b.entry.time - a.entry.time || b.entry.nanos - a.entry.nanos

/** What came, before what is shown; the oldest go when they are more than `most`. */
export function merged(shown: readonly Row[], came: readonly Row[], most: number): Row[] {
    const all = [...came].reverse().concat(shown)
    // Nearly always in order already; what came late finds its place.
    if (all.some((row, at) => at > 0 && order(all[at - 1]!, row) > 0)) all.sort(order)
    return all.length > most ? all.slice(0, most) : all
}

/**
 * The newest page, asked for while or after records were told one by one, and what was told: each record once. When the
 * page does not reach back to what was told, what was told is left out: nothing must seem whole that is not.
 */
export function joined(told: readonly Row[], page: readonly Row[], whole: boolean, most: number): Row[] {
    const [newest, oldest] = [told[0], page.at(-1)]
    if (newest && oldest && !whole && order(newest, oldest) > 0) return [...page]
    const known = new Map<string, Row[]>()
    for (const row of told) {
        const key = sameText(row.entry)
        known.set(key, [...(known.get(key) ?? []), row])
    }
    const rows = page.map(row => {
        const same = known.get(sameText(row.entry))?.pop()
        return same ? { ...row, id: same.id } : row
    })
    const left = [...known.values()].flat()
    return [...rows, ...left].sort(order).slice(0, most)
}

/** What of a page was shown without having been told: a stream that is behind tells it later. How often, by text. */
export function untold(page: readonly Row[], shown: readonly Row[]): Map<string, number> {
    const there = new Set(shown)
    const counts = new Map<string, number>()
    for (const row of page) {
        if (!there.has(row)) continue // under the number of the one that was told
        const key = sameText(row.entry)
        counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return counts
}

/** Without what a page had before, each time once; what is left of that stays in `before`. */
export function unseen(came: readonly Entry[], before: Map<string, number>): Entry[] {
    if (!before.size) return [...came]
    return came.filter(entry => {
        const key = sameText(entry)
        const count = before.get(key)
        if (!count) return true
        if (count > 1) before.set(key, count - 1)
        else before.delete(key)
        return false
    })
}

/** One row of the list, in px. */
export const rowHeight = 24

/** What of the list is drawn: rows `from` until before `to`, below a gap of `above`; one row may be open, below itself. */
export function windowOf(of: { top: number; height: number; count: number; open: number; openHeight: number }) {
    const { top, height, count, open, openHeight } = of
    const spare = 12
    const extra = open >= 0 ? openHeight : 0
    const offset = (row: number) => row * rowHeight + (open >= 0 && row > open ? openHeight : 0)
    const at = (y: number) => {
        if (open < 0 || y < (open + 1) * rowHeight) return Math.floor(y / rowHeight)
        return Math.max(open, Math.floor((y - openHeight) / rowHeight))
    }
    const from = Math.max(0, Math.min(at(top), count) - spare)
    const to = Math.min(count, at(top + height) + 1 + spare)
    return { from, to, above: offset(from), total: count * rowHeight + extra }
}

/** Where to scroll so that a row is seen; undefined when it is. */
export function scrollTo(
    row: number,
    of: { top: number; height: number; open: number; openHeight: number },
): number | undefined {
    const at = row * rowHeight + (of.open >= 0 && row > of.open ? of.openHeight : 0)
    if (at < of.top) return at
    return at + rowHeight > of.top + of.height ? at + rowHeight - of.height : undefined
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g

/** How many characters of a fixed width a text takes: an ideograph takes two. */
export const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0)

/** `i.s.s.Main` for `io.stardust.server.Main`: what is long is shortened from the left, at last to its own name. */
export function shortLogger(name: string, most = 20): string {
    const parts = name.split('.')
    for (let at = 0; at < parts.length - 1 && parts.join('.').length > most; at++) parts[at] = parts[at]!.slice(0, 1)
    return parts.join('.').length > most ? parts.at(-1)! : parts.join('.')
}
