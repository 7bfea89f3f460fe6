import type { LocationQuery } from 'vue-router'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The lengths of time that can be chosen, by their names in the address. */
export const spans = { '15m': 15 * minute, '1h': hour, '6h': 6 * hour, '1d': day, '7d': 7 * day } as const
export type Span = keyof typeof spans
export const spanNames = Object.keys(spans) as Span[]
const usual: Span = '1h'

/** What is looked at: the last so long, or from a moment until just before another; without the other, until now. */
export type TimeRange = { last: Span } | { from: number; to?: number }

const moment = (value: unknown) => (Number(value) > 0 ? Math.floor(Number(value)) : undefined)

/** What the address says; the last hour when it says nothing. */
export function rangeOf(query: LocationQuery): TimeRange {
    const from = moment(query['from'])
    const to = moment(query['to'])
    if (from !== undefined && (to === undefined || to > from)) return to === undefined ? { from } : { from, to }
    const last = query['last']
    return { last: spanNames.find(span => span === last) ?? usual }
}

/** The range as the address has it; what is usual is left out. */
export function rangeQuery(range: TimeRange) {
    const none = { last: undefined, from: undefined, to: undefined }
    if ('last' in range) return range.last === usual ? none : { ...none, last: range.last }
    return { ...none, from: String(range.from), to: range.to?.toString() }
}

export function boundsOf(range: TimeRange, now: number): { from: number; to: number } {
    if ('last' in range) return { from: now - spans[range.last], to: now }
    return { from: range.from, to: range.to ?? Math.max(now, range.from + 1) }
}

/** A range around this one: the next longer of those that can be chosen when it ends now, else twice as long. */
export function wider(range: TimeRange, now: number): TimeRange {
    const { from, to } = boundsOf(range, now)
    const length = to - from
    if ('last' in range || range.to === undefined || to >= now) {
        const next = spanNames.find(span => spans[span] > length)
        return next ? { last: next } : { from: Math.max(1, Math.floor(to - 2 * length)) }
    }
    const more = Math.max(1, Math.ceil(length / 2))
    return { from: Math.max(1, from - more), to: Math.min(now, to + more) }
}
