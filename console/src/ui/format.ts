import { language, locale, say } from './locale'
import { words } from './words'

const t = say(words)

const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 365 * 86_400_000],
    ['month', 30 * 86_400_000],
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
]

/** `3 minutes ago`; within the minute `just now`. */
export function relative(at: number, now: number): string {
    const away = at - now
    for (const [unit, size] of units) {
        if (Math.abs(away) >= size) {
            const style = language.value === 'zh' ? 'long' : 'short'
            return new Intl.RelativeTimeFormat(locale.value, { numeric: 'always', style }).format(
                Math.trunc(away / size),
                unit,
            )
        }
    }
    return language.value === 'zh' ? '刚刚' : 'just now'
}

const two = (n: number) => String(n).padStart(2, '0')

/** `2026-11-21 23:40:05` in the viewer's zone: the same form in every language. */
export function absolute(at: number): string {
    const d = new Date(at)
    const date = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
    return `${date} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
}

/** `Asia/Shanghai, UTC+08:00`. */
export function zone(at: number): string {
    const minutes = -new Date(at).getTimezoneOffset()
    const sign = minutes < 0 ? '−' : '+'
    const away = Math.abs(minutes)
    return `${Intl.DateTimeFormat().resolvedOptions().timeZone}, UTC${sign}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

/** `12.3 MB`, by 1024, three digits. */
export function bytes(size: number): string {
    if (size < 1024) return `${size} B`
    let value = size
    let unit = -1
    const names = ['KB', 'MB', 'GB', 'TB', 'PB']
    do {
        value /= 1024
        unit++
    } while (value >= 999.5 && unit < names.length - 1)
    return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${names[unit]}`
}

/** `850 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`; in Chinese `3 分 20 秒`. */
export function duration(ms: number): string {
    if (ms < 1000) return t('unit.ms', { n: Math.round(ms) })
    if (ms < 60_000) return t('unit.s', { n: (Math.floor(ms / 100) / 10).toFixed(1) })
    const seconds = Math.floor(ms / 1000)
    if (seconds < 3600) return both('unit.min', Math.floor(seconds / 60), 'unit.s', seconds % 60)
    const minutes = Math.floor(seconds / 60)
    if (minutes < 1440) return both('unit.h', Math.floor(minutes / 60), 'unit.min', minutes % 60)
    const hours = Math.floor(minutes / 60)
    return both('unit.d', Math.floor(hours / 24), 'unit.h', hours % 24)
}

type Unit = 'unit.d' | 'unit.h' | 'unit.min' | 'unit.s'

function both(bigUnit: Unit, big: number, smallUnit: Unit, small: number): string {
    const first = t(bigUnit, { n: big })
    return small === 0 ? first : `${first} ${t(smallUnit, { n: small })}`
}

export function number(value: number): string {
    return new Intl.NumberFormat(locale.value).format(value)
}

export function percent(share: number): string {
    return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
        share,
    )
}

/** `23:40:05.042` in the viewer's zone; with the day `11-21 23:40:05.042`. */
export function clockTime(at: number, day = false): string {
    const text = absolute(at)
    return `${day ? text.slice(5) : text.slice(11)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`
}

/** `2026-11-22T04:30` in the viewer's zone, as a field for time takes it, and back; with `seconds` to the second. */
export function localTime(at: number | undefined, seconds = false): string {
    if (at === undefined) return ''
    const d = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
    return d.toISOString().slice(0, seconds ? 19 : 16)
}

export function fromLocalTime(text: string): number | undefined {
    const at = new Date(text).getTime()
    return text && Number.isFinite(at) ? at : undefined
}
