import { expect, test } from 'vitest'
import { spread } from './json'

test('JSON is spread over lines, and nothing but blanks differs', () => {
    const text = '{"id":1234567890123456789, "at":1.50,"tags":["a, {b}","\\"c\\":"],"none":{ },"empty":[],"ok":true}'
    expect(spread(text)).toBe(
        [
            '{',
            '  "id": 1234567890123456789,',
            '  "at": 1.50,',
            '  "tags": [',
            '    "a, {b}",',
            '    "\\"c\\":"',
            '  ],',
            '  "none": {},',
            '  "empty": [],',
            '  "ok": true',
            '}',
        ].join('\n'),
    )
})

test('what is no object or list in JSON is not', () => {
    for (const text of ['', 'plain', '17', '"text"', '{a: 1}', '[main] started', '{} and more'])
        expect(spread(text)).toBeUndefined()
    expect(spread(`["${'x'.repeat(300_000)}"]`)).toBeUndefined()
})
