import { expect, test } from 'vitest'
import { useOrder } from './order'

test('a column orders the rows: figures from the largest, names from the first, pressed again the other way', () => {
    const rows = [
        { name: 'b', size: 1 },
        { name: 'a', size: 3 },
        { name: 'c', size: 2 },
    ]
    const order = useOrder(() => rows, { name: row => row.name, size: row => row.size }, '-size')
    const names = () => order.rows.value.map(row => row.name).join('')

    expect(names()).toBe('acb')
    expect(order.head('size', 'Size').way).toBe('down')
    order.head('size', 'Size').onPress()
    expect(names()).toBe('bca')
    order.head('name', 'Name').onPress()
    expect(names()).toBe('abc')
    expect(order.head('size', 'Size').way).toBeUndefined()
    order.head('size', 'Size').onPress()
    expect(names()).toBe('acb')
})
