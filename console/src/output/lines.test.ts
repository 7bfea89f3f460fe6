import { describe, expect, it } from 'vitest'
import { grown, levelOf, marked, merged, noLines } from './lines'

describe('output', () => {
    it('goes on in the line that was open', () => {
        const first = grown(noLines, 'one\ntw')
        const second = grown(first, 'o\nthree\n')
        expect(second.lines.map(line => [line.n, line.text])).toEqual([
            [1, 'one'],
            [2, 'two'],
            [3, 'three'],
        ])
        expect(second.open).toBe('')
    })

    it('lets the oldest go and keeps counting', () => {
        const many = grown(noLines, 'a\nb\nc\nd\n', 2)
        expect(many.lines.map(line => [line.n, line.text])).toEqual([
            [3, 'c'],
            [4, 'd'],
        ])
    })

    it('shows the text without the colours of a terminal', () => {
        expect(grown(noLines, '\u001b[31mred\u001b[0m\r\n').lines[0]?.text).toBe('red')
    })

    it('shows no piece of a colour that came in two pieces, and only what stands on the line at last', () => {
        const cut = grown(grown(noLines, 'a \u001b[3'), '1mred\u001b]0;title\u001b\\\u001b[0m\n')
        expect(cut.lines.map(line => line.text)).toEqual(['a red'])
        expect(grown(noLines, '10 %\r50 %\r100 %\r\nend').lines.map(line => line.text)).toEqual(['100 %', 'end'])
    })

    it('knows how bad a line is, and that a trace belongs to the line above', () => {
        const { lines } = grown(
            noLines,
            '12:00 ERROR boom\n\tat A.b(A.java:1)\nWARNING: old\nlevel=info msg=error\nplain\n',
        )
        expect(lines.map(line => line.level)).toEqual(['error', 'error', 'warn', 'info', undefined])
        expect(levelOf('{"level":"error"}')).toBe('error')
        expect(levelOf('[warn] disk')).toBe('warn')
        expect(levelOf('no errors found')).toBeUndefined()
    })

    it('puts the lines of several nodes in the order they were printed', () => {
        const one = grown(noLines, '2026-01-01T10:00:00Z a\n trace\n2026-01-01T10:00:02,5Z c\n').lines
        const two = grown(noLines, '2026-01-01T10:00:01.250Z b\n').lines
        expect(merged([one, two]).map(line => line.text.at(-1))).toEqual(['a', 'e', 'b', 'c'])
    })

    it('marks what is searched for', () => {
        expect(marked('An error, Error', 'error')).toEqual([
            { text: 'An ', hit: false },
            { text: 'error', hit: true },
            { text: ', ', hit: false },
            { text: 'Error', hit: true },
        ])
    })
})
