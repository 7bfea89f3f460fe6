import { flushPromises } from '@vue/test-utils'
import { effectScope, ref } from 'vue'
import { describe, expect, test } from 'vitest'
import { expressionsOf, findExpressions, findWords, pieces, useFind, type Find } from './hits'

const hits = (text: string, find: Find | undefined) =>
    pieces(text, find)
        .filter(piece => piece.hit)
        .map(piece => piece.text)

describe('words that were searched for', () => {
    const found = (q: string, text: string) => hits(text, findWords(q))

    test('are marked, whole ones alone', () => {
        expect(found('reset', 'Reset, not resets; pre_reset RESET')).toEqual(['Reset', 'RESET'])
        expect(found('"connection reset"', 'a connection reset by peer')).toEqual(['connection reset'])
        expect(found('*nnec*', 'reconnected')).toEqual(['nnec'])
        expect(found('失败', '订单失败了')).toEqual(['失败'])
        expect(found('a+b (c', 'a+b (c')).toEqual(['a+b', '(c'])
    })

    test('are none where terms leave out, name fields or are expressions', () => {
        expect(findWords('-reset node:web1 @user:ana level:warn+ /re.*/')).toBeUndefined()
    })
})

describe('expressions that were searched for', () => {
    const found = async (q: string, text: string) => hits(text, await findExpressions(expressionsOf(q)))

    test('are marked as the server reads them', async () => {
        expect(expressionsOf('/a\\/b \\d+/ word -/not/ /x')).toEqual(['a/b \\d+'])
        expect(await found('/took \\d{3,} ms/', 'took 1234 ms, took 5 ms')).toEqual(['took 1234 ms'])
        expect(await found('/(?i)订单|FAIL/', '订单 failed')).toEqual(['订单', 'fail'])
        expect(await found('/Fail/', 'failed')).toEqual([])
        expect(await found('/x*/', 'abc')).toEqual([])
    })

    test('that only the server can read mark nothing, and others are marked', async () => {
        expect(await found('/a(?=b)/ /b+/', 'abba')).toEqual(['bb'])
    })

    test('take no longer than the text is', async () => {
        expect(await found('/(x+x+)+y/', 'x'.repeat(50_000))).toEqual([])
    })

    test('are marked beside words, once they can be read', async () => {
        const q = ref('late')
        const scope = effectScope()
        const find = scope.run(() => useFind(() => q.value))!
        expect(hits('17 late', find.value)).toEqual(['late'])
        q.value = 'late /\\d+/'
        await expect.poll(() => hits('17 late', find.value)).toEqual(['17', 'late'])
        q.value = ''
        await flushPromises()
        expect(find.value).toBeUndefined()
        scope.stop()
    })
})

describe('a text in pieces', () => {
    const parts = (text: string, find?: Find) => pieces(text, find).map(piece => piece.text)

    test('is whole, with no piece where there is no text', () => {
        expect(parts('one two one', findWords('one')).join('')).toBe('one two one')
        expect(pieces('all of it', undefined)).toEqual([{ text: 'all of it', hit: false }])
        expect(parts('')).toEqual([])
    })

    test('is marked once where hits overlap', () => {
        const find = () => [
            { from: 4, to: 6 },
            { from: 1, to: 3 },
            { from: 0, to: 5 },
        ]
        expect(hits('abcdefg', find).join('')).toBe('abcdef')
    })
})
