import { describe, expect, test } from 'vitest'
import { callsOf, drawn, filtered } from './drawing'
import type { Line } from './services'

const line = (kind: 'provides' | 'asks', app: string, service: string, instances = 1): Line => ({
    kind,
    appId: app.charCodeAt(0),
    app,
    serviceId: service.charCodeAt(0),
    service,
    instances,
})
const lines = [
    line('asks', 'a-web', 'o-orders', 2),
    line('provides', 's-shop', 'o-orders', 3),
    line('asks', 's-shop', 'p-pay'),
    line('provides', 'b-bank', 'p-pay'),
    line('asks', 'a-web', 'x-none'),
]

describe('the drawing of who calls whom', () => {
    test('has callers left of services, and providers right of them', () => {
        const { boxes, edges, more } = drawn(lines)
        const column = (at: number) => boxes.filter(box => box.column === at).map(box => box.name)
        expect(column(0).sort()).toEqual(['a-web', 's-shop'])
        expect(column(1).sort()).toEqual(['o-orders', 'p-pay', 'x-none'])
        expect(column(2).sort()).toEqual(['b-bank', 's-shop'])
        expect(edges).toHaveLength(5)
        expect(edges.every(edge => edge.from.x < edge.to.x)).toBe(true)
        expect(more).toBe(0)
    })

    test('marks what is called and provided by none', () => {
        expect(
            drawn(lines)
                .boxes.filter(box => box.bad)
                .map(box => box.name),
        ).toEqual(['x-none'])
    })

    test('lets no boxes overlap and none stand outside', () => {
        const { boxes, width, height } = drawn(lines)
        for (const box of boxes) {
            expect(box.x + 190).toBeLessThanOrEqual(width)
            expect(box.y).toBeGreaterThanOrEqual(0)
            expect(box.y + 28).toBeLessThanOrEqual(height)
            const near = boxes.filter(other => other !== box && other.x === box.x && Math.abs(other.y - box.y) < 28)
            expect(near).toEqual([])
        }
    })

    test('crosses no lines that need not cross', () => {
        const straight = [
            line('asks', 'z', 'a'),
            line('provides', 'y', 'a'),
            line('asks', 'm', 'b'),
            line('provides', 'n', 'b'),
        ]
        const { edges } = drawn(straight)
        const rising = edges.map(edge => edge.to.y - edge.from.y)
        expect(rising).toEqual([0, 0, 0, 0])
    })

    test('leaves out what is too much for a picture', () => {
        const many = Array.from({ length: 50 }, (_, at) => ({ ...line('provides', 'a', 's'), serviceId: at + 1 }))
        expect(drawn(many).more).toBe(10)
        expect(drawn([]).boxes).toEqual([])
    })
})

test('the table says the same in words', () => {
    const rows = callsOf(lines).map(one => `${one.caller?.name} > ${one.service.name} > ${one.provider?.name}`)
    expect(rows).toEqual(['a-web > o-orders > s-shop', 's-shop > p-pay > b-bank', 'a-web > x-none > undefined'])
})

test('a service is found by its own name and by those of its apps', () => {
    expect(filtered(lines, 'bank').map(one => one.app)).toEqual(['s-shop', 'b-bank'])
    expect(filtered(lines, 'ORDERS')).toHaveLength(2)
    expect(filtered(lines, '')).toHaveLength(5)
    expect(filtered(lines, 'nothing')).toEqual([])
})
