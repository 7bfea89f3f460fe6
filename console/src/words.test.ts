import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { things } from '@/change/kinds'
import type { Words } from '@/ui/locale'
import { words as shared } from '@/ui/words'

const root = dirname(fileURLToPath(import.meta.url))
const tables = import.meta.glob<{ words: Words }>(['./*/words.ts', './*/*Words.ts'], { eager: true })

function sources(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true })
        .filter(
            entry =>
                /\.(vue|ts)$/.test(entry.name) && !/words\.ts$/i.test(entry.name) && !entry.name.endsWith('.test.ts'),
        )
        .map(entry => readFileSync(join(folder, entry.name), 'utf8'))
}

const everything = Object.keys(tables).flatMap(path => sources(join(root, dirname(path))))

/** All that reads a table: the files beside it, and those elsewhere that import it. */
function readers(path: string): string {
    const elsewhere = `'@${path.slice(1, -3)}'`
    return [...sources(join(root, dirname(path))), ...everything.filter(text => text.includes(elsewhere))].join('\n')
}

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
        // Every sentence is a form to look for.
        if (path === './sentences/words.ts') return
        // The shared words are there for all; a feature's are its own.
        const where = path.startsWith('./ui/') ? everything.join('\n') : readers(path)
        expect(Object.keys(words).filter(key => !used(key, where))).toEqual([])
    })
})

/** Words and turns that no product of the field uses any more. */
const odd = [
    /\b(anew|shall|wanted|whoever|whatever|meanwhile|chosen|given out|taken away|is away|begun|begins?|goes on|go on)\b/i,
    /\b(acts?|steer|makes?|travels?|stays? as|as it was|somebody|may(?! be)|asked|lasts|reaches|written down)\b/i,
    /\b(thereof|therein|hereby|upon|whom|ought|is no (?!longer|more)\w+|trusted no more|small letters|not now)\b/i,
]

test('English words are those of the field', () => {
    // Those of `sentences` are not ours to choose: by them a sentence is known.
    const chosen = Object.entries(tables).filter(([path]) => path !== './sentences/words.ts')
    const found = chosen.flatMap(([path, { words }]) =>
        Object.entries(words)
            .filter(([, both]) => odd.some(form => form.test(both.en)))
            .map(([key, both]) => `${path} ${key}: ${both.en}`),
    )
    expect(found).toEqual([])
})

/** What stays as it is in Chinese: names, fields, paths and values that people type. */
const latin = /\{\w+\}|https?:\/\/|tcp:\/\/|udp:\/\/|[\w.-]*[./_=*:][\w./_=*-]*|\b[A-Z][A-Za-z0-9]*\b|\b[A-Z0-9-]+\b/g
const plain = new Set(['setpriv', 'zip', 'jar', 'cron', 'gpu', 'host', 'port', 'systemd', 'root'])
const foreign = new Set(['language', 'language.label'])

test('Chinese words leave no English sentence behind, and say Agent', () => {
    const found = Object.entries(tables).flatMap(([path, { words }]) =>
        Object.entries(words)
            .filter(([key]) => !foreign.has(key))
            .filter(([, both]) => {
                const left = both.zh.replace(latin, ' ').match(/[A-Za-z]{2,}/g) ?? []
                return /代理|实例部署|指令|处理器|待批准|不可达/.test(both.zh) || left.some(word => !plain.has(word))
            })
            .map(([key, both]) => `${path} ${key}: ${both.zh}`),
    )
    expect(found).toEqual([])
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
