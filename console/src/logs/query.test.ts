import { describe, expect, test } from 'vitest'
import { atCaret, canAsk, fieldTerm, phraseOf, termsOf, withTerm } from './query'

const texts = (q: string) => termsOf(q).map(term => term.text)

describe('a query', () => {
    test('has terms as the server reads them', () => {
        expect(texts('  reset -"connection reset" node:web1 ')).toEqual(['reset', '-"connection reset"', 'node:web1'])
        expect(texts('thread:"main loop" @user:"a \\" b" x')).toEqual(['thread:"main loop"', '@user:"a \\" b"', 'x'])
        expect(texts('/took \\/ \\d+ ms/ *nnect*')).toEqual(['/took \\/ \\d+ ms/', '*nnect*'])
        expect(texts('url:"http a" b')).toEqual(['url:"http', 'a"', 'b'])
        expect(texts('"never closed')).toEqual(['"never closed'])
        expect(texts('')).toEqual([])
        expect(termsOf('a bc')[1]).toEqual({ from: 2, to: 4, text: 'bc' })
    })

    test('gets a term once, in the place of its opposite', () => {
        expect(withTerm('', 'node:web1')).toBe('node:web1')
        expect(withTerm('reset  node:web1', 'node:web1')).toBe('reset node:web1')
        expect(withTerm('node:web1 reset', '-node:web1')).toBe('reset -node:web1')
        expect(withTerm('-thread:"a b"', 'thread:"a b"')).toBe('thread:"a b"')
    })

    test('names a value in quotes where it needs them', () => {
        expect(fieldTerm('node', 'web1')).toBe('node:web1')
        expect(fieldTerm('@user', 'ana maria', true)).toBe('-@user:"ana maria"')
        expect(fieldTerm('thread', 'a "b" \\ c')).toBe('thread:"a \\"b\\" \\\\ c"')
        expect(fieldTerm('thread', '"x"')).toBe('thread:"\\"x\\""')
        expect(canAsk('@http.route')).toBe(true)
        expect(canAsk('@http:route')).toBe(false)
    })

    test('is completed where the caret is', () => {
        expect(atCaret('reset no', 8)).toMatchObject({ typed: 'no', without: false, term: { from: 6, to: 8 } })
        expect(atCaret('reset no', 8).field).toBeUndefined()
        expect(atCaret('-node:we x', 8)).toMatchObject({ field: 'node', typed: 'we', without: true })
        expect(atCaret('thread:"ma', 10)).toMatchObject({ field: 'thread', typed: 'ma' })
        expect(atCaret('http://a', 8).field).toBeUndefined()
        expect(atCaret('a ', 2)).toMatchObject({ typed: '', term: { from: 2, to: 2 } })
    })
})

describe('a pattern', () => {
    test('is searched for by its longest run of whole words', () => {
        expect(phraseOf('order * of * failed: connection reset')).toBe('"failed: connection reset"')
        expect(phraseOf('GET /api/* took * ms')).toBe('"GET /api/"')
        expect(phraseOf('say "hello" to *')).toBe('"say \\"hello\\" to"')
        expect(phraseOf('订单 * 失败')).toBe('"订单"')
    })

    test('of no words is not', () => {
        expect(phraseOf('')).toBeUndefined()
        expect(phraseOf('* - *')).toBeUndefined()
    })
})
