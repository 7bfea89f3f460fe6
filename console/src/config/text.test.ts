import { describe, expect, test } from 'vitest'
import type { Item } from './config'
import { asText, lines, textEdits } from './text'

function item(key: string, value: string | undefined, more: Partial<Item> = {}): Item {
    return { id: `${key}\n`, key, scope: '', type: 'text', value, state: 'live', since: 1, ...more }
}

const awkward = [
    item('a', '1'),
    item('#hash', ''),
    item('db:host', '10.0.0.5', { remark: 'the first one' }),
    item('key with = and blanks', ' x\ty '),
    item('blank', ' '),
    item('wide', '\u00a0x\u00a0'),
    item('lines', 'one\ntwo\\three\r\n'),
    item('url', 'http://x?a=b&c=${d}'),
]

describe('items as text', () => {
    test('come back without an edit, whatever is in them', () => {
        expect(textEdits(awkward, '', asText(awkward, ''))).toEqual({ edits: [], wrong: [] })
    })

    test('hold one scope, no secrets and nothing that goes', () => {
        const items = [
            item('a', '1'),
            item('a', '2', { scope: 'test' }),
            item('pass', undefined, { type: 'secret' }),
            item('gone', undefined, { state: 'removed' }),
        ]
        expect(asText(items, '')).toBe('a = 1\n')
        expect(asText(items, 'test')).toBe('a = 2\n')
        expect(textEdits(items, '', 'a = 1')).toEqual({ edits: [], wrong: [] })
    })
})

describe('text as edits', () => {
    test('sets what is new or differs, and removes what is left out', () => {
        const { edits } = textEdits([item('a', '1'), item('b', '2'), item('c', '3')], '', 'a = 1\nb = 20\n# why\nd: 4')
        expect(edits).toEqual([
            { act: 'set', key: 'b', scope: undefined, value: '20' },
            { act: 'set', key: 'd', scope: undefined, value: '4', remark: 'why' },
            { act: 'remove', key: 'c', scope: undefined },
        ])
    })

    test('takes a remark from right above, and clears it', () => {
        const there = [item('a', '1', { remark: 'old' })]
        expect(textEdits(there, '', '# new\na = 1').edits).toEqual([
            { act: 'set', key: 'a', scope: undefined, remark: 'new' },
        ])
        expect(textEdits(there, '', '# of the file\n\na = 1').edits).toEqual([
            { act: 'set', key: 'a', scope: undefined, remark: '' },
        ])
    })

    test('says where a key is twice, secret or impossible', () => {
        const { wrong } = textEdits([item('pass', undefined, { type: 'secret' })], '', 'a=1\n\na=2\npass=x\nx@y=1')
        expect(wrong).toEqual([
            { line: 3, kind: 'twice', key: 'a' },
            { line: 4, kind: 'secret', key: 'pass' },
            { line: 5, kind: 'key', key: 'x@y' },
        ])
    })
})

test.each([
    ['db:host=1', 'db:host', '1'],
    ['a: b', 'a', 'b'],
    ['a b', 'a', 'b'],
    ['a\\=b = c', 'a=b', 'c'],
    ['  a  =  b  ', 'a', 'b'],
    ['a=\\u4e2d', 'a', '中'],
    ['a = one \\\n    two', 'a', 'one two'],
    ['path=C:\\\\x\\\\', 'path', 'C:\\x\\'],
    ['empty=', 'empty', ''],
    ['alone', 'alone', ''],
])('the line %j is a key and a value', (text, key, value) => {
    expect(lines(text).map(one => [one.key, one.value])).toEqual([[key, value]])
})
