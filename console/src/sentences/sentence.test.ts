import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { speak } from '@/ui/locale'
import { sentenceText } from './sentence'
import { words } from './words'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

function java(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
        const path = join(folder, entry.name)
        if (entry.isDirectory()) return java(path)
        return entry.name.endsWith('.java') ? [readFileSync(path, 'utf8')] : []
    })
}
const sources = ['server', 'agent', 'protocol', 'telemetry'].flatMap(module =>
    java(join(root, module, 'src', 'main', 'java')),
)

/** Texts in the sources, with `{}` for what is put in: literals that are added to one another are one text. */
const literal = /"((?:[^"\\\n]|\\.)*)"/g
const joint = /"(?:[^"\\\n]|\\.)*"(?:\s*\+\s*(?:[^"+;,]+\+\s*)?"(?:[^"\\\n]|\\.)*")*/g
const blank = (text: string) => text.replace(/%[sd]|\{\w+(?::\w+)?\}/g, '{}').replace(/\\(.)/g, '$1')
const texts = sources.flatMap(source =>
    (source.match(joint) ?? []).map(text => {
        let made = ''
        let end = 0
        for (const part of text.matchAll(literal)) {
            const between = text.slice(end, part.index).replace(/[\s+]/g, '')
            made += (between ? '{}' : '') + part[1]
            end = part.index + part[0].length
        }
        return blank(made)
    }),
)

afterEach(() => speak('en'))

it('every sentence is one that server or agents say', () => {
    // Values at either end are added with a plus that the sources have outside of the text.
    const ends = (text: string) => blank(text).replace(/^(\{\})+|(\{\})+$/g, '')
    const own: Record<string, string> = {
        // Put together from two texts.
        'says.command-begins': 'begins',
        'says.command-run': 'run: ',
        'says.command-done': 'done: ',
        'says.command-failed': 'failed: ',
        'says.local-other': ' with other settings: ',
        'says.local-files': ' unless the package holds the same files',
        'says.local-settings': ' unless files and settings are the same',
        'says.local-unknown': ' unless files, arguments and variables, which are not known, are the same',
        'says.several-starts': '; name one as start file',
        'says.given-up-hours': ' hours',
        'says.query-at': 'at character ',
        'says.query-quote': ' for the one at character ',
        'says.query-slash': '; to look for a word with a slash, put it in quotes',
    }
    const absent = Object.entries(words)
        .map(([key, { en }]) => [key, own[key] ?? ends(en)] as const)
        .filter(([, text]) => !texts.some(each => each.includes(text)))
    expect(absent).toEqual([])
})

it('every warning that the server has in words of its own is known', () => {
    speak('zh')
    const given = sources
        .flatMap(source => source.match(/\bwarnings\.add\(\s*(?:"(?:[^"\\\n]|\\.)*"\s*\+?\s*)+/g) ?? [])
        .map(call => [...call.matchAll(literal)].map(part => part[1]).join(''))
        .map(text => text.replaceAll('%s', 'x').replaceAll('%d', '7'))
    expect(given.length).toBeGreaterThan(8)
    expect(given.filter(text => text !== 'and 7 more' && sentenceText(text) === text)).toEqual([])
})

it('a sentence is worded with what it holds, also one within another and behind a name', () => {
    speak('zh')
    expect(
        sentenceText(
            'node web1 is not connected; it will be updated when it returns, and counts as failed after 120 s',
        ),
    ).toBe('节点 web1 未连接，恢复后再更新，120 秒后视为失败')
    expect(
        sentenceText(
            'web1: port 80 is also that of placement a of deployment b on this node; give one of them another',
        ),
    ).toBe('web1：端口 80 也是该节点上部署 b 的 a 的端口，请更换其中一个')
    expect(sentenceText('1 node is not connected and 2 failures are tolerated: it will not get through')).toBe(
        ' 1 个节点未连接，而只允许 2 个失败：发布无法完成',
    )
    expect(sentenceText('command 5 done: nothing newer than 4.0.0')).toBe('命令 #5 完成：没有比 4.0.0 更新的版本')
    expect(sentenceText('at character 6: expected a closing quote for the one at character 1')).toBe(
        '第 6 个字符：第 1 个字符的引号没有闭合',
    )
    expect(
        sentenceText(
            '${host} finds nothing (expected: a key that the app has or may read; $${ for the characters themselves)',
        ),
    ).toBe('${host} 没有找到（应为该应用拥有或可读取的键；如需原样字符，请写 $${）')
    expect(sentenceText('the last rollout of release 2.0 (7) failed: no port')).toBe(
        '版本 2.0 最近一次发布（#7）失败: no port',
    )
})

it('other words, and the English of all, stay as they are', () => {
    expect(sentenceText('the node is gone')).toBe('the node is gone')
    speak('zh')
    expect(sentenceText('disk on fire')).toBe('disk on fire')
    expect(sentenceText('a: b: c')).toBe('a: b: c')
    expect(sentenceText('')).toBe('')
})
