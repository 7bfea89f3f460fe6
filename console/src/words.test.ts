import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Words } from '@/ui/locale'

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
