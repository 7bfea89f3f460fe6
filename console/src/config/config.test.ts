import { describe, expect, test } from 'vitest'
import { byWord, editCommand, editOf, noFields, oneLine, settingsEdit, settingsOptions } from './config'

const app = { app: 'shop', appId: 3 }

describe('an edit', () => {
    test('says only what differs', () => {
        const before = { ...noFields(), key: 'a', value: '1', remark: 'why' }
        expect(editOf(before, { ...before })).toBeUndefined()
        expect(editOf(before, { ...before, value: '2' })).toEqual({ act: 'set', key: 'a', value: '2' })
        expect(editOf(before, { ...before, type: 'secret' })).toEqual({
            act: 'set',
            key: 'a',
            type: 'secret',
            value: '1',
        })
        expect(editOf(before, { ...before, remark: ' ' })).toEqual({ act: 'set', key: 'a', remark: '' })
    })

    test('of a new item has its value, also an empty one', () => {
        expect(editOf(undefined, { ...noFields(), key: ' a ', scope: 'Test' })).toEqual({
            act: 'set',
            key: 'a',
            scope: 'test',
            value: '',
        })
    })

    test('is a command, which never has a secret in it', () => {
        const cli = (of: Parameters<typeof editCommand>[1], secret = false) => editCommand(app, of, secret).cli
        expect(cli({ act: 'set', key: 'db:host', value: '10.0.0.5', scope: 'test' })).toBe(
            'config set shop db:host=10.0.0.5 --scope test',
        )
        expect(cli({ act: 'set', key: 'a', value: 'x\ny', type: 'yaml' })).toBe(
            'config set shop a --value-file FILE --type yaml',
        )
        expect(cli({ act: 'remove', key: 'a' })).toBe('config remove shop a')
        const secret = editCommand(app, { act: 'set', key: 'pass', value: 'hush', type: 'secret' }, true)
        expect(secret.cli).toBe('config set shop pass --value-stdin --type secret')
        expect(JSON.stringify(secret)).not.toContain('hush')
    })
})

describe('a list that goes on by a word', () => {
    const all = ['a', 'b', 'c', 'd', 'e']
    const ask = ({ limit }: { limit: number }, after: string | undefined) => {
        const from = after === undefined ? 0 : all.indexOf(after) + 1
        const items = all.slice(from, from + limit)
        return Promise.resolve({ items, next: from + limit < all.length ? items.at(-1) : undefined })
    }

    test('is counted', async () => {
        const load = byWord(ask, one => one)
        const first = await load({ limit: 2 })
        expect(first.items).toEqual(['a', 'b'])
        const second = await load({ limit: 3, cursor: first.next })
        expect(second).toEqual({ items: ['c', 'd', 'e'] })
        expect((await load({ limit: 2, cursor: first.next })).items).toEqual(['c', 'd'])
    })

    test('is asked for until there is a page of what is kept', async () => {
        const load = byWord(
            ask,
            one => one,
            one => one >= 'd',
        )
        expect(await load({ limit: 1 })).toMatchObject({ items: ['d'], next: 1 })
        expect(await load({ limit: 1, cursor: 1 })).toEqual({ items: ['e'] })
    })
})

test('settings are edited by what differs, and by the same options', () => {
    const before = { enabled: true, share: 'none', global: false, readOnly: false, quotes: 'base' } as const
    const made = settingsEdit(before, { ...before, share: 'project', readOnly: true, quotes: 'base\nlog' })
    expect(made).toEqual({ share: 'project', readOnly: true, quotes: ['base', 'log'] })
    expect(settingsOptions(made)).toBe(' --share project --read-only --quotes base,log')
    expect(settingsEdit(before, { ...before, quotes: ' base ' })).toEqual({})
})

test('a value of many lines is one in a table', () => {
    expect(oneLine('a\n  b')).toBe('a ⏎ b')
    expect(oneLine('x'.repeat(9), 4)).toBe('xxxx…')
})
