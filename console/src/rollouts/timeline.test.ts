import { describe, expect, it } from 'vitest'
import type { Step } from '@/placements/placements'
import type { Part, Rollout } from './rollouts'
import { endOf, spans, tookOf } from './timeline'

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
