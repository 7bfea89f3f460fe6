import { describe, expect, it } from 'vitest'
import type { LiveEvents } from '@/api/live'
import { noProbe } from '@/shape/probe'
import { overlaid } from './news'
import { overridesCli, overridesEdit, overridesOf } from './overrides'
import { onItsWay, type Placement } from './placements'
import { runState } from './runs'

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
