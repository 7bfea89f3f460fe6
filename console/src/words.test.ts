import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { things } from '@/ui/kinds'
import type { Words } from '@/ui/locale'
import { words as shared } from '@/ui/words'

const root = dirname(fileURLToPath(import.meta.url))
const tables = import.meta.glob<{ words: Words }>('./*/words.ts', { eager: true })

function sources(folder: string): string {
    return readdirSync(folder, { withFileTypes: true })
        .filter(
            entry => /\.(vue|ts)$/.test(entry.name) && entry.name !== 'words.ts' && !entry.name.endsWith('.test.ts'),
        )
        .map(entry => readFileSync(join(folder, entry.name), 'utf8'))
        .join('\n')
}

const everything = Object.keys(tables)
    .map(path => sources(join(root, dirname(path))))
    .join('\n')

/** Named in quotes, or made at run time from a part that stands in a template: `state.${name}`. */
function used(key: string, where: string): boolean {
    if (where.includes(`'${key}'`)) return true
    const parts = key.split('.')
    return parts.some((_, at) => at > 0 && where.includes(`\`${parts.slice(0, at).join('.')}.\${`))
}

const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each(Object.entries(tables))('%s', (path, { words }) => {
    test('has every text in both languages', () => {
        for (const [key, both] of Object.entries(words)) {
            expect(both.en.trim(), `${key} in en`).not.toBe('')
            expect(both.zh.trim(), `${key} in zh`).not.toBe('')
        }
    })

    test('fills in the same in both languages', () => {
        for (const [key, both] of Object.entries(words)) expect(holes(both.zh), key).toEqual(holes(both.en))
    })

    test('has no word that nothing says', () => {
        // The shared words are there for all; a feature's are its own.
        const where = path.startsWith('./ui/') ? everything : sources(join(root, dirname(path)))
        expect(Object.keys(words).filter(key => !used(key, where))).toEqual([])
    })
})

test('no text of a view stands outside the tables', () => {
    const hard = Object.keys(tables)
        .flatMap(path => {
            const folder = join(root, dirname(path))
            return readdirSync(folder)
                .filter(name => name.endsWith('.vue'))
                .map(name => join(folder, name))
        })
        .flatMap(path => {
            const template = /<template>([\s\S]*)<\/template>/.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
            const texts =
                template
                    .replace(/<!--[\s\S]*?-->/g, '')
                    .replace(/\{\{[\s\S]*?\}\}/g, '')
                    .match(/>[^<>"'=]*[A-Za-z\u4e00-\u9fff]{2,}[^<>"'=]*</g) ?? []
            return texts.map(text => `${path.slice(root.length)}: ${text.slice(1, -1).trim()}`)
        })
        .filter(found => !/: (Stardust|Esc)$/.test(found))
    expect(hard).toEqual([])
})

/** `"node.approved"` and the like, where the server records a change. */
function recorded(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return recorded(path)
        const text = entry.name.endsWith('.java') ? readFileSync(path, 'utf8') : ''
        const calls = text.match(/\.record\([^;]*?,/gs) ?? []
        const kinds = calls.flatMap(call => call.match(/"[a-zA-Z-]+\.[a-zA-Z-]+"/g) ?? [])
        return kinds.map(kind => kind.slice(1, -1))
    })
}

test('every change that the server records has words for the thing and for the act', () => {
    const kinds = new Set(recorded(join(root, '..', '..', 'server', 'src', 'main', 'java')))
    const named = Object.keys(shared)
    const unnamed = [...kinds].filter(
        kind => !things.includes(kind.split('.')[0]!) || !named.includes(`act.${kind.split('.')[1]}`),
    )

    expect(kinds.size).toBeGreaterThan(40)
    expect(unnamed).toEqual([])
    expect(things.filter(thing => !named.includes(`thing.${thing}`))).toEqual([])
})
