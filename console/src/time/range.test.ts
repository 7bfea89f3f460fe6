import { expect, test } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { boundsOf, rangeOf, rangeQuery, spans, wider } from './range'

const now = 1_000_000_000_000

test('the range is in the address, the last hour when nothing is', () => {
    expect(rangeOf({})).toEqual({ last: '1h' })
    expect(rangeOf({ last: '7d' })).toEqual({ last: '7d' })
    expect(rangeOf({ last: 'for ever' })).toEqual({ last: '1h' })
    expect(rangeOf({ from: '5', to: '9', last: '7d' })).toEqual({ from: 5, to: 9 })
    expect(rangeOf({ from: '5' })).toEqual({ from: 5 })
    expect(rangeOf({ from: '9', to: '5' })).toEqual({ last: '1h' })
    expect(rangeQuery({ last: '1h' })).toEqual({ last: undefined, from: undefined, to: undefined })
    expect(rangeQuery({ from: 5, to: 9 })).toEqual({ last: undefined, from: '5', to: '9' })
    for (const range of [{ last: '15m' as const }, { from: 5, to: 9 }, { from: 5 }]) {
        const query = Object.fromEntries(Object.entries(rangeQuery(range)).filter(([, value]) => value !== undefined))
        expect(rangeOf(query as LocationQuery)).toEqual(range)
    }
})

test('a range that ends now grows to the next one that can be chosen', () => {
    expect(boundsOf({ last: '1h' }, now)).toEqual({ from: now - spans['1h'], to: now })
    expect(wider({ last: '1h' }, now)).toEqual({ last: '6h' })
    expect(wider({ from: now - 20 * 60_000 }, now)).toEqual({ last: '1h' })
    expect(wider({ last: '7d' }, now)).toEqual({ from: now - 2 * spans['7d'] })
})

test('another grows at both ends, and never beyond now', () => {
    expect(wider({ from: now - 3000, to: now - 1000 }, now)).toEqual({ from: now - 4000, to: now })
    expect(wider({ from: now - 9000, to: now - 7000 }, now)).toEqual({ from: now - 10_000, to: now - 6000 })
})
