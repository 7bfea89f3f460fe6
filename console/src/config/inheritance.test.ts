import { describe, expect, test } from 'vitest'
import { drawn, type Link } from './inheritance'

const id = (name: string) => name.charCodeAt(0)
const link = (app: string, source: string, more: Partial<Link> = {}): Link => ({
    appId: id(app),
    app,
    sourceId: id(source),
    source,
    global: false,
    readable: true,
    ...more,
})
const draw = (app: string, ...items: Link[]) => drawn({ items, more: false }, { appId: id(app), app })

describe('the drawing of who inherits from whom', () => {
    test('has sources on the left and heirs on the right, as far away as the longest way', () => {
        const { boxes, edges, sources, own, heirs } = draw(
            'shop',
            link('shop', 'base'),
            link('shop', 'root'),
            link('base', 'root'),
            link('cart', 'shop'),
            link('west', 'cart'),
        )
        const column = (name: string) => boxes.find(box => box.name === name)!.x
        expect(['root', 'base', 'shop', 'cart', 'west'].map(column)).toEqual([0, 300, 600, 900, 1200])
        expect(edges).toHaveLength(5)
        expect(edges.every(edge => edge.from.x < edge.to.x)).toBe(true)
        expect([sources, own, heirs]).toEqual([0, 600, 900])
    })

    test('is one box when nobody inherits', () => {
        const { boxes, edges, sources, heirs } = draw('shop')
        expect(boxes.map(box => box.name)).toEqual(['shop'])
        expect(edges).toEqual([])
        expect([sources, heirs]).toEqual([undefined, undefined])
    })

    test('shows both sides of a circle, and ends', () => {
        const { boxes, edges } = draw('a', link('a', 'b'), link('b', 'a'))
        expect(boxes.map(box => box.name)).toEqual(['b', 'a', 'b'])
        expect(new Set(boxes.map(box => box.key)).size).toBe(3)
        expect(edges.map(edge => `${edge.from.name} ${edge.to.name}`)).toEqual(['b a', 'a b'])
        expect(draw('a', link('a', 'b'), link('b', 'c'), link('c', 'b')).boxes).toHaveLength(3)
    })

    test('marks what is quoted in vain', () => {
        const { boxes } = draw('shop', link('shop', 'closed', { readable: false }), link('shop', 'base'))
        expect(boxes.filter(box => box.bad).map(box => box.name)).toEqual(['closed'])
    })
})
