import { expect, test } from 'vitest'
import type { Search } from './logs'
import { scriptOf } from './script'

const of = (search: Partial<Search>, more: Partial<Parameters<typeof scriptOf>[0]> = {}) =>
    scriptOf({
        search: { apps: [], q: '', ...search },
        range: { last: '1h' },
        ask: { from: 5 },
        live: false,
        patterns: false,
        project: false,
        ...more,
    })

test('what is shown is a command as well', () => {
    expect(of({}).cli).toBe('logs --since 1h')
    expect(of({ apps: ['shop'], q: 'a b', level: 'warn', fixed: 'node:web1' }).cli).toBe(
        "logs shop -q 'a b node:web1' --level warn --since 1h",
    )
    expect(of({}, { range: { from: 0, to: 60_000 } }).cli).toBe(
        'logs --since 1970-01-01T00:00:00.000Z --until 1970-01-01T00:01:00.000Z',
    )
    expect(of({}, { live: true }).cli).toBe('logs --since 1h -f')
    expect(of({}, { patterns: true }).cli).toBe('logs --since 1h --patterns')
})

test('several apps are a call alone', () => {
    const made = of({ apps: ['shop', 'bank'] }, { ask: { app: ['shop', 'bank'], q: 'a', from: 5 } })
    expect(made.cli).toBeUndefined()
    expect(made.api).toEqual({ method: 'GET', path: '/logs?app=shop&app=bank&q=a&from=5' })
    expect(of({}, { project: true }).cli).toBeUndefined()
    expect(of({}, { live: true, ask: { q: 'a', from: 5 } }).api.path).toBe('/logs/live?q=a')
})
