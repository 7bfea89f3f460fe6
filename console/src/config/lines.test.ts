import { expect, test } from 'vitest'
import { lineDiff } from './lines'

const told = (before: string, after: string) =>
    lineDiff(before, after).map(line => ({ same: ' ', old: '-', new: '+' })[line.kind] + line.text)

test('lines that differ stand between those in common', () => {
    expect(told('a\nb\nc\nd', 'a\nc\nx\nd')).toEqual([' a', '-b', ' c', '+x', ' d'])
    expect(told('a', 'b')).toEqual(['-a', '+b'])
    expect(told('', 'a\nb')).toEqual(['-', '+a', '+b'])
})

test('lines far from a difference are left out', () => {
    const many = Array.from({ length: 20 }, (_, at) => `line ${at}`)
    const other = [...many]
    other[10] = 'x'
    expect(told(many.join('\n'), other.join('\n'))).toEqual([
        ' …',
        ' line 7',
        ' line 8',
        ' line 9',
        '-line 10',
        '+x',
        ' line 11',
        ' line 12',
        ' line 13',
        ' …',
    ])
})

test('texts too long to compare are shown one after the other', () => {
    const long = (word: string) => Array.from({ length: 1_100 }, (_, at) => `${word} ${at}`).join('\n')
    const lines = lineDiff(long('a'), long('b'))
    expect(lines).toHaveLength(2_200)
    expect(lines[0]?.kind).toBe('old')
})
