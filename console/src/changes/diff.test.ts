import { expect, test } from 'vitest'
import { asked, spans } from './changes'
import { diff } from './diff'

test('changed fields come first, nested ones by their path', () => {
    expect(diff({ name: 'a', limits: { memory: 1, cpu: 2 } }, { name: 'a', limits: { memory: 5, cpu: 2 } })).toEqual([
        { name: 'limits.memory', before: '1', after: '5', changed: true },
        { name: 'name', before: 'a', after: 'a', changed: false },
        { name: 'limits.cpu', before: '2', after: '2', changed: false },
    ])
})

test('a thing that was made has no before, one that went no after', () => {
    expect(diff(undefined, { a: true })).toEqual([{ name: 'a', before: undefined, after: 'true', changed: true }])
    expect(diff({ a: null }, undefined)).toEqual([{ name: 'a', before: 'null', after: undefined, changed: true }])
    expect(diff(undefined, undefined)).toEqual([])
})

test('lists and empty objects are shown whole', () => {
    expect(diff({ tags: [1] }, { tags: [1, 2], more: {} }).map(field => [field.name, field.after])).toEqual([
        ['tags', '[\n 1,\n 2\n]'],
        ['more', '{}'],
    ])
})

test('a span of time becomes a moment, a custom one its own bounds', () => {
    expect(asked({ since: '1h', from: '5', q: 'x' }, 10_000_000)).toEqual({
        q: 'x',
        from: 10_000_000 - spans['1h']!,
        to: undefined,
    })
    expect(asked({ since: 'custom', from: '5', to: 'x' }, 1)).toEqual({ from: 5, to: undefined })
    expect(asked({ from: '5' }, 1)).toEqual({ from: undefined, to: undefined })
})

test('diff tells a moment as people read it, not in milliseconds', () => {
    const [field] = diff(undefined, { createdAt: 1_767_225_600_000 })
    expect(field?.after).not.toContain('1767225600000')
})
