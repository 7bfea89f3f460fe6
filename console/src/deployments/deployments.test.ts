import { afterEach, describe, expect, it, vi } from 'vitest'
import { versionsText, type Deployment } from '@/shape/deployment'
import { standingOf } from './deployments'
import { findDeployments, parsed } from './palette'

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

describe('the palette', () => {
    it('takes a verb before or behind the name, in both languages, begun or whole', () => {
        expect(parsed('publish shop')).toEqual({ verbs: ['publish'], name: 'shop' })
        expect(parsed('shop-web rest')).toEqual({ verbs: ['restart'], name: 'shop-web' })
        expect(parsed('日志 shop')).toEqual({ verbs: ['tab.logs'], name: 'shop' })
        expect(parsed('shop')).toEqual({ verbs: [], name: 'shop' })
        expect(parsed('restart')).toEqual({ verbs: ['restart'], name: '' })
    })
})

describe('the palette', () => {
    afterEach(() => vi.unstubAllGlobals())

    it('finds a name with letters left out, which the server does not', async () => {
        const all = ['shop-web', 'search'].map((name, id) => ({ id, name, projectId: 1 }))
        vi.stubGlobal('fetch', async (request: Request) => {
            const q = new URL(request.url).searchParams.get('q') ?? ''
            return Response.json({ items: all.filter(one => one.name.includes(q)) })
        })

        const found = await findDeployments('shpweb', undefined, new AbortController().signal)

        expect(found.map(entry => entry.title)).toEqual(['shop-web'])
    })
})
