import { describe, expect, test } from 'vitest'
import type { Entry } from './logs'
import { joined, merged, rowHeight, rowOf, scrollTo, shortLogger, unseen, untold, windowOf, type Row } from './rows'

const entry = (time: number, message = `at ${time}`, more: Partial<Entry> = {}): Entry => ({
    time,
    nanos: 0,
    level: 'info',
    appId: 1,
    app: 'shop',
    message,
    attributes: [],
    ...more,
})
const row = (time: number, message?: string, more?: Partial<Entry>) => rowOf(entry(time, message, more))
const times = (rows: readonly Row[]) => rows.map(one => one.entry.time)

test('a row tells the first line, without colours, and how many come behind it', () => {
    expect(row(1, '\u001b[31mboom\u001b[0m\n\tat a\n\tat b\n')).toMatchObject({ first: 'boom', more: 2 })
    expect(row(1, 'boom\r\n')).toMatchObject({ first: 'boom', more: 0 })
    expect(row(1, 'x'.repeat(5000)).first).toHaveLength(600)
})

describe('records that come', () => {
    test('stand before the others, late ones in their place', () => {
        const shown = [row(5), row(3)]
        expect(times(merged(shown, [row(6), row(7)], 10))).toEqual([7, 6, 5, 3])
        expect(times(merged(shown, [row(4), row(7)], 10))).toEqual([7, 5, 4, 3])
        expect(times(merged(shown, [row(6), row(7)], 3))).toEqual([7, 6, 5])
    })

    test('are shown once when they are asked for as well', () => {
        const told = [row(7), row(6, 'twice'), row(6, 'twice')]
        const page = [row(7, 'at 7', { position: 'p7' }), row(6, 'twice', { position: 'p6' }), row(5)]
        const all = joined(told, page, true, 10)
        expect(times(all)).toEqual([7, 6, 6, 5])
        expect(all[0]).toMatchObject({ id: told[0]!.id, entry: { position: 'p7' } })
    })

    test('are shown once when the stream tells them after the page', () => {
        const told = [row(7)]
        const page = [row(8), row(7), row(6, 'twice'), row(6, 'twice')]
        const before = untold(page, joined(told, page, true, 10))
        expect(unseen([entry(8), entry(9)], before)).toEqual([entry(9)])
        expect(unseen([entry(8), entry(7)], before)).toEqual([entry(8), entry(7)])
        expect(unseen([entry(6, 'twice'), entry(6, 'twice'), entry(6, 'twice')], before)).toHaveLength(1)
    })

    test('are left out when there is a gap behind them', () => {
        const page = [row(20), row(19)]
        expect(times(joined([row(7)], page, false, 10))).toEqual([20, 19])
        expect(times(joined([row(7)], page, true, 10))).toEqual([20, 19, 7])
    })
})

describe('the window of the list', () => {
    const many = { height: 480, count: 100_000, open: -1, openHeight: 0 }

    test('draws what is in sight and a little more', () => {
        const { from, to, above, total } = windowOf({ ...many, top: 50_000 * rowHeight })
        expect([from, to]).toEqual([49_988, 50_033])
        expect(above).toBe(from * rowHeight)
        expect(total).toBe(100_000 * rowHeight)
        expect(windowOf({ ...many, top: 0 })).toMatchObject({ from: 0, to: 33, above: 0 })
        expect(windowOf({ ...many, top: total - 480 }).to).toBe(100_000)
        expect(windowOf({ ...many, count: 3, top: 900 })).toMatchObject({ from: 0, to: 3 })
    })

    test('leaves room for the row that is open', () => {
        const open = { ...many, open: 10, openHeight: 1000 }
        expect(windowOf({ ...open, top: 0 }).total).toBe(100_000 * rowHeight + 1000)
        // In the middle of what the open row tells, it is the first that is drawn.
        expect(windowOf({ ...open, top: 11 * rowHeight + 500 }).from).toBe(0)
        const below = windowOf({ ...open, top: 1000 + 100 * rowHeight })
        expect(below.from).toBe(88)
        expect(below.above).toBe(88 * rowHeight + 1000)
    })

    test('follows the row that the keys move', () => {
        const place = { top: 100 * rowHeight, height: 10 * rowHeight, open: -1, openHeight: 0 }
        expect(scrollTo(105, place)).toBeUndefined()
        expect(scrollTo(99, place)).toBe(99 * rowHeight)
        expect(scrollTo(110, place)).toBe(101 * rowHeight)
        expect(scrollTo(95, { ...place, open: 5, openHeight: 300 })).toBeUndefined()
    })
})

test('the name of a logger is shortened from the left', () => {
    expect(shortLogger('io.stardust.server.deploy.Deployer')).toBe('i.s.s.d.Deployer')
    expect(shortLogger('io.shop.Cashier')).toBe('io.shop.Cashier')
    expect(shortLogger('a.VeryLongNameOfAClass')).toBe('VeryLongNameOfAClass')
    expect(shortLogger('orders')).toBe('orders')
})
