import { afterEach, describe, expect, test } from 'vitest'
import { absolute, bytes, duration, fromLocalTime, localTime, relative, zone } from './format'
import { language } from './locale'

afterEach(() => {
    language.value = 'en'
})

test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KB'],
    [12_900, '12.6 KB'],
    [1_048_575, '1.00 MB'],
    [1_073_741_824, '1.00 GB'],
    [5_000_000_000_000, '4.55 TB'],
])('bytes(%i) is %s', (size, text) => {
    expect(bytes(size)).toBe(text)
})

test.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_440, '12.4 s'],
    [59_999, '59.9 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [3_600_000 * 99, '4 d 3 h'],
])('duration(%i) is %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
})

test.each([
    [850, '850 毫秒'],
    [12_440, '12.4 秒'],
    [457_000, '7 分 37 秒'],
    [7_500_000, '2 小时 5 分'],
    [3_600_000 * 99, '4 天 3 小时'],
])('duration(%i) is %s in Chinese', (ms, text) => {
    language.value = 'zh'
    expect(duration(ms)).toBe(text)
})

describe('relative', () => {
    const now = Date.UTC(2026, 0, 10)

    test('says the largest unit', () => {
        expect(relative(now - 10_000, now)).toBe('just now')
        expect(relative(now - 3 * 60_000, now)).toMatch(/^3 min/)
        expect(relative(now - 26 * 3_600_000, now)).toMatch(/^1 day/)
        expect(relative(now + 2 * 3_600_000, now)).toMatch(/^in 2 h/)
    })

    test('speaks Chinese', () => {
        language.value = 'zh'
        expect(relative(now - 3 * 60_000, now)).toBe('3分钟前')
    })
})

test('absolute is the viewer`s time, and the zone names it', () => {
    const at = new Date(2026, 1, 3, 4, 5, 6).getTime()
    expect(absolute(at)).toBe('2026-02-03 04:05:06')
    expect(zone(at)).toMatch(/UTC[+−]\d\d:\d\d$/)
})

test('a field takes a time in the zone of the viewer', () => {
    expect(localTime(undefined)).toBe('')
    expect(fromLocalTime(localTime(1_900_000_040_000))).toBe(1_900_000_040_000 - (1_900_000_040_000 % 60_000))
    expect(fromLocalTime('')).toBeUndefined()
})
