import { describe, expect, it } from 'vitest'
import type { LiveEvents } from '@/api/live'
import { noProbe } from '@/shape/probe'
import { placeOf, told } from './news'
import { overridesCli, overridesEdit, overridesOf, stopsFirst } from './overrides'
import { onItsWay, type Placement } from './placements'
import { runState } from './runs'

describe('news of a placement', () => {
    const seen = {
        state: 'running',
        pid: 9,
        startedAt: 5,
        version: '1.0',
        reachable: true,
        reason: 'was slow',
        crashes: 2,
    }
    const placement = { id: 4, observed: seen } as Placement
    const news = (fields: Partial<LiveEvents['placement']>) =>
        ({ id: 4, state: 'running', reachable: true, ...fields }) as LiveEvents['placement']

    it('are shown at once; what is down has no pid, and the reason is the one that was told', () => {
        const why = [{ code: 'exited', data: { code: '3', lived: '900' } }]
        const down = news({ state: 'backOff', version: '2.0', reason: 'exited with code 3', why, exitCode: 3 })
        expect(told(placement, down).observed).toMatchObject({
            state: 'backOff',
            version: '2.0',
            pid: 0,
            startedAt: 0,
            reason: 'exited with code 3',
            why,
            exitCode: 3,
            crashes: 2,
        })
        expect(told(placement, news({ state: 'starting' })).observed.reason).toBeUndefined()
    })

    it('leave the pid of what runs on, on a node that went away', () => {
        expect(told(placement, news({ reachable: false, reason: 'was slow' })).observed).toMatchObject({
            state: 'running',
            pid: 9,
            reachable: false,
            reason: 'was slow',
        })
    })

    it('move it in a list that is sorted or narrowed by what they change, and in no other', () => {
        const down = told(placement, news({ state: 'failed' }))
        const moves = (sort?: string, state?: string) =>
            JSON.stringify(placeOf(placement, sort, state)) !== JSON.stringify(placeOf(down, sort, state))
        expect([moves('state'), moves('-state'), moves('node'), moves('node', 'running'), moves('version')]).toEqual([
            true,
            true,
            false,
            true,
            false,
        ])
    })
})

it('what is said no more on a node is cleared', () => {
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

it('what stands in the way of an overlap on a node is named', () => {
    const readiness = { kind: 'http' as const, target: '/health' }
    const why = (own: Partial<Placement>, of: object = { overlapPort: 8081, readiness }) =>
        stopsFirst(of as Parameters<typeof stopsFirst>[0], overridesOf(own as Placement))
    const at = (kind: 'http' | 'tcp' | 'exec', target?: string) => ({ readiness: { kind, target } })
    expect(why({ port: 8090 })).toBe('port')
    expect(why({ mode: 'standard' })).toBe('mode')
    expect(why(at('http', 'http://127.0.0.1:8080/'))).toBe('probe')
    expect(why(at('tcp', '127.0.0.1:8080'))).toBe('probe')
    expect(why({ healthCheck: 'tcp://:8080' }, { overlapPort: 8081 })).toBe('probe')
    for (const own of [{}, at('http', '/up'), at('tcp'), at('exec', 'true'), { mode: 'shadow' as const }]) {
        expect(why(own)).toBeUndefined()
    }
    expect(why({ healthCheck: 'tcp://:8080' })).toBeUndefined()
    expect(why({ port: 8090 }, { overlapPort: 0 })).toBeUndefined()
})

it('onItsWay is what the agent still does, not what failed or is away', () => {
    const one = (state: string, reachable = true, converged = false) =>
        onItsWay({ converged, observed: { state, reachable } } as Placement)
    expect(one('installing')).toBe(true)
    expect(one('gaveUp')).toBe(false)
    expect(one('running', false)).toBe(false)
    expect(one('running', true, true)).toBe(false)
})

it('a run of a task was well, failed, or nobody knows', () => {
    expect(runState({})).toBe('unknown')
    expect(runState({ exitCode: 0 })).toBe('done')
    expect(runState({ exitCode: 3 })).toBe('failed')
})
