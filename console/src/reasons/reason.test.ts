import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { speak, type Words } from '@/ui/locale'
import { kindOf } from './kind'
import { reasonText, type Why } from './reason'
import ReasonText from './ReasonText.vue'
import { words } from './words'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const java = readFileSync(join(root, 'protocol/src/main/java/io/stardust/protocol/reason/Code.java'), 'utf8')

/** The sentences of the protocol by code. */
const catalogue = new Map(
    [...java.matchAll(/^ {4}([A-Z0-9_]+)\(\s*((?:"(?:[^"\\]|\\.)*"\s*\+?\s*)+)\)/gm)].map(found => [
        found[1]!.toLowerCase().replaceAll('_', '-'),
        [...found[2]!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(part => part[1]).join(''),
    ]),
)
const holes = (text: string) => [...new Set(text.match(/\{\w+(?::\w+)?\}/g) ?? [])].sort()

afterEach(() => speak('en'))

describe('the words of the console and the catalogue of the protocol', () => {
    const mine = new Map(
        Object.entries(words as Words)
            .filter(([key]) => key.startsWith('reason.'))
            .map(([key, both]) => [key.slice('reason.'.length), both]),
    )

    it('name the same codes', () => {
        expect(catalogue.size).toBeGreaterThan(140)
        expect([...mine.keys()].sort()).toEqual([...catalogue.keys()].sort())
    })

    it('use the same parameters of the same kinds, in both languages', () => {
        for (const [code, sentence] of catalogue) {
            expect(holes(mine.get(code)!.en), `${code} in en`).toEqual(holes(sentence))
            expect(holes(mine.get(code)!.zh), `${code} in zh`).toEqual(holes(sentence))
        }
    })
})

const crashed: Why = [
    { code: 'next-start', data: { delay: '2000' } },
    { code: 'last-line', data: { line: 'no config' } },
    { code: 'exited', data: { code: '3', lived: '140' } },
]

describe('a reason', () => {
    it('is worded in the language of the reader, with its units', () => {
        expect(reasonText('English', crashed)).toBe('exited with code 3 after 140 ms: no config; next start in 2.0 s')
        speak('zh')
        expect(reasonText('English', crashed)).toBe('以退出码 3 结束，运行了 140 毫秒：no config；2.0 秒后再次启动')
        const late: Why = [
            { code: 'not-ready-within', data: { limit: '120' } },
            { code: 'probe-answered', data: { probe: '/health', status: '500' } },
        ]
        expect(reasonText('English', late)).toBe('120 秒内未就绪：/health 返回 500')
    })

    it('writes each kind of parameter', () => {
        speak('zh')
        const one = (code: string, data: Record<string, string>) => reasonText('', [{ code, data }])
        expect(one('fetched-part', { moved: '1536', size: '3145728' })).toBe('下载了 1.50 KB，共 3.00 MB')
        expect(one('port-taken', { port: '80', holder: '' })).toBe('端口 80 被另一个进程占用')
        expect(one('port-taken', { port: '80', holder: '17 (nginx)' })).toBe('端口 80 被进程 17 (nginx)占用')
        expect(one('files-changed', { files: 'a.jar\nb.jar\n+3' })).toBe('文件变化：a.jar，b.jar 及另外 3 个')
        expect(one('leftovers-ended', { left: '1 (a)\n2 (b)\n+1' })).toContain('3 个进程（1 (a)，2 (b) 及另外 1 个）')
        expect(one('is-state', { state: 'backOff' })).toBe('当前状态：等待重启')
        expect(one('exited', { code: '3', lived: 'soon' })).toContain('soon')
    })

    it('falls back to the English where a code is not known or none was sent', () => {
        speak('zh')
        expect(reasonText('disk on fire', [{ code: 'liveness' }, { code: 'of-tomorrow' }])).toBe('disk on fire')
        expect(reasonText('Service started', undefined)).toBe('Service started')
        expect(reasonText(undefined, undefined)).toBe('')
        expect(reasonText('gone', [{ code: 'toString' }])).toBe('gone')
    })

    it('has a kind by its codes, or by how the words of other agents begin', () => {
        expect(kindOf('x', [{ code: 'started-again' }, { code: 'liveness' }])).toBe('liveness')
        expect(kindOf('liveness: x', [{ code: 'exited' }])).toBeUndefined()
        expect(kindOf('files changed: a.jar', undefined)).toBe('files')
        expect(kindOf('used 512 MB of memory, limit 400 MB', undefined)).toBe('memory')
        expect(kindOf('watchdog: process 7 did not call for 30 s', undefined)).toBe('watchdog')
        expect(kindOf('no space left on device', undefined)).toBeUndefined()
        expect(kindOf(undefined, undefined)).toBeUndefined()
    })

    it('is shown with a picture of its kind', () => {
        speak('zh')
        const why = [{ code: 'memory-limit', data: { used: '512', limit: '400' } }]
        const shown = mount(ReasonText, {
            props: { reason: 'used 512 MB of memory, limit 400 MB', why, more: '退出码 1' },
        })
        expect(shown.text()).toBe('使用内存 512 MB，超过上限 400 MB，退出码 1')
        expect(shown.find('[role=img]').attributes('aria-label')).toBe('内存超限')
    })
})
