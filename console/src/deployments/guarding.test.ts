import { describe, expect, it } from 'vitest'
import { overridesCli, overridesEdit, overridesOf } from '@/placements/overrides'
import type { Placement } from '@/placements/placements'
import { runState } from '@/placements/runs'
import { platformText } from '@/releases/platform'
import { changed, shapeOptions } from '@/shape/cli'
import type { Deployment } from '@/shape/deployment'
import { draftOf, newProbe, noProbe, probeOf, probeText, wrongProbe } from '@/shape/probe'
import { shapeEdit, shapeOf } from '@/shape/shape'

describe('a probe', () => {
    it('goes there and back, without what is empty', () => {
        const probe = { kind: 'http' as const, target: '/health', delayMs: 0, periodMs: 500, timeoutMs: 0, failures: 3 }
        expect(probeOf(draftOf(probe))).toEqual(probe)
        expect(probeOf(undefined)).toBeNull()
        expect(draftOf(null)).toBeUndefined()
    })

    it('needs a target, or the port of the app', () => {
        expect(wrongProbe(newProbe('http'), false)).toBe('port')
        expect(wrongProbe(newProbe('http'), true)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('http'), target: 'https://x/y' }, false)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('http'), target: 'health' }, true)).toBe('target')
        expect(wrongProbe(newProbe('tcp'), false)).toBe('port')
        expect(wrongProbe({ ...newProbe('tcp'), target: 'db:5432' }, false)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('tcp'), target: 'tcp://db' }, true)).toBe('target')
        expect(wrongProbe(newProbe('exec'), true)).toBe('target')
    })

    it('is told in one line', () => {
        const every = (period: string) => `every ${period}`
        expect(probeText({ kind: 'http', target: '/up', periodMs: 5000, expect: 'ok' }, every)).toBe(
            'http /up, every 5.0 s, “ok”',
        )
        expect(probeText(null, every)).toBeUndefined()
    })

    it('that is taken away is said to be none; on a node what is said no more is cleared', () => {
        const before = shapeOf({ readiness: { kind: 'tcp' } } as Deployment)
        expect(shapeEdit(before, { ...before, readiness: null, port: 80 })).toEqual({
            readiness: { kind: 'none' },
            port: 80,
        })
        const own = overridesOf({ readiness: { kind: 'tcp' }, priority: 2, fileName: 'a' } as Placement)
        expect(overridesEdit(own, { ...own, readiness: null, priority: null, fileName: '' })).toEqual({
            fileName: '',
            clear: ['priority', 'readiness'],
        })
        expect(overridesEdit(own, { ...own, liveness: noProbe })).toEqual({ liveness: { kind: 'none' } })
        const place = { deployName: 'shop', deploymentName: 'shop', nodeName: 'web1' } as Placement
        const edit = overridesEdit(own, { ...own, port: 8082, delaySeconds: 5, readiness: null, priority: null })
        expect(overridesCli(place, edit)).toBe(
            'deploy override shop --node web1 --port 8082 --delay 5 --clear priority,readiness',
        )
        expect(overridesCli({ ...place, deployName: 'shop-2' }, edit)).toBeUndefined()
    })

    it('has words on the command line, unless it has numbers of its own', () => {
        expect(shapeOptions({ readiness: { kind: 'http', target: '/up' }, liveness: noProbe })).toBe(
            ' --readiness http:/up --liveness none',
        )
        expect(shapeOptions({ readiness: { kind: 'http', target: 'https://x/up' } })).toBe(' --readiness https://x/up')
        expect(shapeOptions({ readiness: { kind: 'tcp', failures: 5 } })).toBeUndefined()
    })

    it('that is another is a change, the same is none', () => {
        const probe = { kind: 'tcp' as const, target: 'a:1' }
        expect(changed({ readiness: probe }, { readiness: { ...probe } })).toEqual({})
        expect(changed({ readiness: probe as object | null }, { readiness: null })).toEqual({ readiness: null })
    })
})

it('a run of a task was well, failed, or nobody knows', () => {
    expect(runState({})).toBe('unknown')
    expect(runState({ exitCode: 0 })).toBe('done')
    expect(runState({ exitCode: 3 })).toBe('failed')
})

it('a platform is told where it is one', () => {
    expect(platformText({ os: 'linux', arch: 'any' })).toBe('linux')
    expect(platformText({})).toBe('')
})
