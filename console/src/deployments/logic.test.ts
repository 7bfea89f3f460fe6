import { describe, expect, it } from 'vitest'
import type { LiveEvents } from '@/api/live'
import { grown, levelOf, marked, merged, noLines } from '@/output/lines'
import { overlaid } from '@/placements/news'
import { onItsWay, type Placement, type Step } from '@/placements/placements'
import { newest, proposedVersion, versionOf, type Release } from '@/releases/releases'
import { refused } from '@/releases/upload'
import type { Part, Rollout } from '@/rollouts/rollouts'
import { endOf, spans, tookOf } from '@/rollouts/timeline'
import { changed, onNodes, shapeOptions } from '@/shape/cli'
import type { Deployment } from '@/shape/deployment'
import { environmentEdit, rowsOf, withoutSecrets, wrongVariable } from '@/shape/environment'
import { standingOf, versionsText } from './deployments'
import { parsed } from './palette'

const zip = new Uint8Array([0x50, 0x4b, 3, 4])

describe('what a file name tells', () => {
    it('is the version', () => {
        expect(versionOf('hello-1.2.0.zip')).toBe('1.2.0')
        expect(versionOf('shop_v3-rc1.zip')).toBe('3-rc1')
        expect(versionOf('shop-2.0.1.jar')).toBe('2.0.1')
        expect(versionOf('shop_v3.zip')).toBe('3')
    })

    it('is nothing when there is none', () => expect(versionOf('hello.zip')).toBeUndefined())

    it('is followed by the next number when it is taken, or tells none', () => {
        expect(proposedVersion('hello-1.2.0.zip', ['1.1.0'])).toBe('1.2.0')
        expect(proposedVersion('hello-1.2.0.zip', ['1.2.1', '1.2.0'])).toBe('1.2.2')
        expect(proposedVersion('hello.jar', ['1.9', '1.8'])).toBe('1.10')
        expect(proposedVersion('hello.zip', ['20261128-101500'])).toBeUndefined()
        expect(proposedVersion('hello.zip', ['beta'])).toBeUndefined()
        expect(proposedVersion('hello.zip', [])).toBeUndefined()
    })
})

describe('a file', () => {
    it('above the limit is refused before it travels', () => {
        expect(refused('big.zip', 2 ** 31, zip, 2 ** 30)).toBe('size')
        expect(refused('fits.zip', 2 ** 30, zip, 2 ** 30)).toBeUndefined()
    })

    it('that is no zip is refused, whatever it is called', () => {
        expect(refused('fake.zip', 10, new Uint8Array([0x7f, 0x45]), undefined)).toBe('kind')
        expect(refused('app.war', 10, zip, undefined)).toBeUndefined()
        expect(refused('nothing.zip', 0, zip, undefined)).toBe('empty')
    })
})

describe('environment', () => {
    const row = (name: string, value?: string, secret = false) => ({ name, value, secret })

    it('sends single changes, whatever the text', () => {
        const before = rowsOf([
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
            { name: 'P', secret: true },
        ])
        const after = [row('A', '1'), row('C', 'x;y=z\n红'), row('P', undefined, true), row('', 'nameless')]

        expect(environmentEdit(before, after)).toEqual({
            environmentSet: [row('C', 'x;y=z\n红')],
            environmentRemove: ['B'],
        })
        expect(environmentEdit(before, before)).toEqual({})
    })

    it('shows no secret', () => {
        const edit = environmentEdit([], [row('P', 'hush', true), row('A', '1')])
        expect(JSON.stringify(withoutSecrets(edit))).not.toContain('hush')
        expect(shapeOptions(edit)).toBe(' --secret P --env A=1')
    })

    it('refuses what cannot be kept', () => {
        expect(wrongVariable(row('1A', ''))).toBe('name')
        expect(wrongVariable(row('A', 'x;y'))).toBeUndefined()
        expect(wrongVariable(row('A', ''), [row('A', ''), row('A ', '')])).toBe('twice')
        expect(wrongVariable(row('P', undefined, false))).toBe('value')
        expect(wrongVariable(row('P', undefined, true))).toBeUndefined()
    })
})

describe('releases', () => {
    const release = (id: number, enabled = true) => ({ id, enabled }) as Release

    it('newest leaves out what may not be used', () => {
        expect(newest([release(1), release(3, false), release(2)])?.id).toBe(2)
    })

    it('newest is none that has just failed', () => {
        expect(newest([release(1), { ...release(2), failedIn: 9 } as Release])?.id).toBe(1)
    })
})

it('standingOf names the worst that is true', () => {
    const one = (fields: Partial<Deployment>) =>
        standingOf({
            enabled: true,
            failed: 0,
            unreachable: 0,
            starting: 0,
            running: 0,
            done: 0,
            ...fields,
        } as Deployment)
    expect(one({ running: 3, failed: 1 })).toBe('failed')
    expect(one({ running: 3, unreachable: 1 })).toBe('unreachable')
    expect(one({ running: 3 })).toBe('running')
    expect(one({ done: 1 })).toBe('done')
    expect(one({})).toBe('stopped')
    expect(one({ enabled: false, running: 1 })).toBe('disabled')
})

it('versionsText shows every version that runs, not only the one chosen last', () => {
    const versions = [
        { version: '1.0.0', count: 2 },
        { version: '1.2.0', count: 1 },
    ]
    expect(versionsText({ version: '1.2.0', versions })).toBe('1.0.0 × 2, 1.2.0 × 1')
    expect(versionsText({ version: '1.2.0', versions: [{ version: '1.0.0', count: 3 }] })).toBe('1.0.0')
    expect(versionsText({ version: '1.2.0', versions: [] })).toBe('1.2.0')
})

describe('overlaid', () => {
    const placement = { id: 4, observed: { state: 'running', pid: 9, startedAt: 5, version: '1.0', reachable: true } }
    const news = (fields: Partial<LiveEvents['placement']>) =>
        new Map([[4, { id: 4, state: 'running', reachable: true, ...fields } as LiveEvents['placement']]])

    it('shows what was just told and forgets the pid of what is down', () => {
        const [one] = overlaid([placement as Placement], news({ state: 'backOff', version: '2.0' }))
        expect(one?.observed).toMatchObject({ state: 'backOff', version: '2.0', pid: 0, startedAt: 0 })
    })

    it('keeps the pid of what runs on, on a node that went away', () => {
        const [one] = overlaid([placement as Placement], news({ reachable: false }))
        expect(one?.observed).toMatchObject({ state: 'running', pid: 9, reachable: false })
    })
})

describe('a rollout on one time axis', () => {
    const step = (id: number, name: string, at: number, durationMs: number) =>
        ({ id, step: name, at, durationMs }) as Step
    const part = {
        state: 'ready',
        nodeName: 'web1',
        steps: [step(3, 'ready', 2000, 500), step(1, 'queued', 1000, 0), step(2, 'downloaded', 1500, 400)],
    } as Part
    const rollout = { status: 'done', createdAt: 1000, placements: [part] } as Rollout

    it('has each step where it was', () => {
        expect(endOf(rollout, 99_000)).toBe(2000)
        expect(spans(part, 1000, 2000)).toEqual([
            { step: 'downloaded', from: 0.1, length: 0.4, durationMs: 400, failed: false },
            { step: 'ready', from: 0.5, length: 0.5, durationMs: 500, failed: false },
        ])
        expect(tookOf(part, rollout, 99_000)).toBe(1000)
    })

    it('goes on while it runs', () => {
        expect(endOf({ ...rollout, status: 'running' }, 9000)).toBe(9000)
        expect(tookOf({ ...part, state: 'working' }, rollout, 9000)).toBe(8000)
        expect(tookOf({ ...part, state: 'queued' }, rollout, 9000)).toBeUndefined()
    })
})

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

describe('the palette', () => {
    it('takes a verb before or behind the name, in both languages, begun or whole', () => {
        expect(parsed('publish shop')).toEqual({ verbs: ['publish'], name: 'shop' })
        expect(parsed('shop-web rest')).toEqual({ verbs: ['restart'], name: 'shop-web' })
        expect(parsed('日志 shop')).toEqual({ verbs: ['tab.output'], name: 'shop' })
        expect(parsed('shop')).toEqual({ verbs: [], name: 'shop' })
        expect(parsed('restart')).toEqual({ verbs: ['restart'], name: '' })
    })
})

describe('the command line', () => {
    it('names what is to change', () => {
        expect(
            shapeOptions({
                port: 8080,
                arguments: '',
                environmentSet: [
                    { name: 'A', value: '1' },
                    { name: 'B', value: 'x y' },
                ],
                environmentRemove: ['C'],
                autoStop: false,
            }),
        ).toBe(" --arguments '' --port 8080 --env A=1 --env 'B=x y' --env-remove C --no-auto-stop")
        expect(onNodes(['web1', 'web2'])).toBe(' --node web1,web2')
        expect(onNodes([])).toBe('')
    })

    it('knows what differs; absent and empty are the same', () => {
        expect(changed({ a: undefined as string | undefined, b: 1 }, { a: '', b: 2 })).toEqual({ b: 2 })
    })
})

it('onItsWay is what the agent still does, not what failed or is away', () => {
    const one = (state: string, reachable = true, converged = false) =>
        onItsWay({ converged, observed: { state, reachable } } as Placement)
    expect(one('installing')).toBe(true)
    expect(one('gaveUp')).toBe(false)
    expect(one('running', false)).toBe(false)
    expect(one('running', true, true)).toBe(false)
})
