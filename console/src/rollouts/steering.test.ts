import { describe, expect, it } from 'vitest'
import type { Part, Plan, PlanNode, Rollout } from './rollouts'
import { actsOf, lanes, secondsTo } from './lanes'
import { actCounts, batchesOf, bytesOf, origins, warningsOf } from './plan'
import { counts } from './timeline'
import { bodyOf, cliOf, isAmount, noWish, remember, remembered, queryOf, special, wishOf, wrongOf } from './wish'

describe('the strategy of a deployment', () => {
    it('is that of the last time, without where and when', () => {
        remember(7, { ...noWish(), batch: '25%', pauseAfterCanary: true, nodes: [1], startAt: 5 })
        expect(remembered(7)).toMatchObject({ batch: '25%', pauseAfterCanary: true })
        expect(remembered(7)).not.toHaveProperty('nodes')
        expect(remembered(8)).toEqual({})
    })

    it('is nothing when what was kept is no strategy', () => {
        localStorage.setItem('stardust.strategy.9', '{"batch":5')
        expect(remembered(9)).toEqual({})
        localStorage.setItem('stardust.strategy.9', '{"batch":5,"canary":"1"}')
        expect(remembered(9)).toEqual({ canary: '1' })
    })
})

describe('a wish', () => {
    const staged = {
        ...noWish(),
        release: 7,
        nodes: [3, 4],
        batch: '25%',
        canary: '1',
        pauseSeconds: 30,
        pauseAfterCanary: true,
        weight: 10,
        rampSeconds: 90,
        onFailure: 'revert' as const,
        maxFailures: 2,
        healthSeconds: 60,
        startAt: 1_900_000_000_000,
    }

    it('survives its address', () => {
        const query = Object.fromEntries(Object.entries(queryOf(staged)).filter(([, value]) => value !== undefined))
        expect(wishOf(query as Record<string, string>)).toEqual(staged)
        expect(wishOf({})).toEqual(noWish())
    })

    it('of an address with nonsense is the plain one', () => {
        expect(wishOf({ batch: 'all', nodes: 'x,-1', onFailure: 'panic', health: 'soon' })).toEqual(noWish())
    })

    it('sends only what was chosen', () => {
        const plain = bodyOf({ ...noWish(), release: 7 }, 1)
        expect(JSON.parse(JSON.stringify(plain))).toEqual({ deploymentId: 1, releaseId: 7 })
        expect(special(noWish())).toBe(0)
        expect(bodyOf({ ...noWish(), config: 'draft' }, 1)['config']).toBe('draft')
        expect(cliOf('shop', { ...noWish(), config: '7' })).toBe('deploy publish shop --config 7')
        expect(wishOf({ config: 'none' }).config).toBe('none')
        expect(wishOf({ config: 'latest' }).config).toBe('')
        expect(special(staged)).toBe(9)
    })

    it('has the same words for the command line', () => {
        expect(cliOf('shop', staged, { version: '2.0', nodes: { 3: 'web3' } }, true)).toBe(
            'deploy publish shop --version 2.0 --node web3,4 --batch 25% --canary 1 --pause 30 --pause ask ' +
                '--weight 10% --ramp 90s --on-failure revert --max-failures 2 --health 60 --at 2030-03-17T17:46:40.000Z --plan',
        )
        expect(cliOf('shop', noWish('rollback'))).toBe('deploy rollback shop')
        expect(cliOf('shop', { ...noWish(), batch: '100%' })).toBe('deploy publish shop --all-at-once')
    })

    it('knows what the server would refuse', () => {
        expect(['10', '1%', '100%'].map(isAmount)).toEqual([true, true, true])
        expect(['0', '101%', '-1', 'ten', '1.5', ''].map(isAmount)).toEqual(Array(6).fill(false))
        expect(wrongOf({ ...staged, batch: 'x', canary: '0', labels: ['a b'], startAt: 5 }, 10)).toEqual([
            'batch',
            'canary',
            'labels',
            'startAt',
        ])
        expect(wrongOf(staged, 0)).toEqual([])
        expect(wrongOf({ ...staged, batch: '100%', canary: '' }, 0)).toEqual(['weight'])
    })
})

describe('a plan', () => {
    const node = (nodeName: string, fields: Partial<PlanNode> = {}): PlanNode => ({
        placementId: 1,
        nodeId: 1,
        nodeName,
        batch: 0,
        toReleaseId: 2,
        toVersion: '2.0',
        fromReleaseId: 1,
        fromVersion: '1.0',
        act: 'install',
        restarts: true,
        files: { added: 0, changed: 1, removed: 0, bytes: 100, downloadBytes: 100 },
        warnings: [],
        ...fields,
    })
    const plan = {
        batches: [[1], [2, 3]],
        nodes: [
            node('web3', { batch: 1, files: { added: 0, changed: 1, removed: 0, bytes: 100, downloadBytes: 0 } }),
            node('web2', {
                batch: 1,
                warnings: ['offline'],
                files: { added: 0, changed: 1, removed: 0, bytes: 100, downloadBytes: 7 },
            }),
            node('web1', { warnings: ['offline', 'disk'], act: 'nothing', fromReleaseId: 2 }),
        ],
        warnings: ['no readiness probe'],
    } as unknown as Plan

    it('shows what has a warning first, in its batch', () => {
        const batches = batchesOf(plan, true)
        expect(batches.map(batch => batch.nodes.map(one => one.nodeName))).toEqual([['web1'], ['web2', 'web3']])
        expect(batches.map(batch => batch.canary)).toEqual([true, false])
    })

    it('says each warning once, those of everything first', () => {
        expect(warningsOf(plan).map(one => [one.text, one.nodes.length])).toEqual([
            ['no readiness probe', 0],
            ['offline', 2],
            ['disk', 1],
        ])
    })

    it('counts acts and bytes; what a node has does not travel', () => {
        expect(actCounts(plan)).toEqual({ install: 2, restart: 0, start: 0, adopt: 0, stop: 0, keep: 0, nothing: 1 })
        expect(bytesOf(plan)).toBe(107)
        expect(origins(plan)).toEqual([{ id: 1, version: '1.0', to: 2, toVersion: '2.0', n: 2 }])
    })
})

describe('the lanes of a rollout', () => {
    const part = (nodeName: string, batch: number, state: Part['state']) => ({ nodeName, batch, state }) as Part
    const rollout = (status: Rollout['status'], parts: Part[], currentBatch = 0) =>
        ({
            status,
            placements: parts,
            counts: { ...counts(parts), unchanged: 0 },
            currentBatch,
            batches: 3,
            canary: '1',
        }) as Rollout
    const parts = [part('c', 2, 'planned'), part('b', 1, 'working'), part('a', 0, 'ready')]

    it('are its batches, with the one that moves', () => {
        const made = lanes(rollout('running', parts, 1))
        expect(made.map(lane => lane.state)).toEqual(['past', 'now', 'ahead'])
        expect(made.map(lane => lane.canary)).toEqual([true, false, false])
    })

    it('have none that moves when it has ended', () => {
        expect(lanes(rollout('cancelled', parts, 1)).map(lane => lane.state)).toEqual(['past', 'past', 'ahead'])
    })

    it('is one when it goes all at once', () => {
        expect(lanes({ status: 'running', placements: [part('a', 0, 'queued')] } as Rollout)).toHaveLength(1)
    })

    it('allow what makes sense', () => {
        expect(actsOf(rollout('running', parts))).toEqual(['pause', 'cancel', 'revert'])
        expect(actsOf(rollout('paused', parts))).toEqual(['resume', 'cancel', 'revert'])
        expect(actsOf(rollout('running', [part('a', 0, 'working')]))).toEqual(['revert'])
        expect(actsOf(rollout('done', [part('a', 0, 'ready')]))).toEqual(['revert'])
        expect(actsOf(rollout('scheduled', [part('a', 0, 'planned')]))).toEqual(['cancel'])
        expect(actsOf(rollout('superseded', parts))).toEqual([])
        expect(actsOf({ ...rollout('done', parts), revertedBy: 9 } as Rollout)).toEqual([])
    })

    it('count down to the next and stop at zero', () => {
        expect(secondsTo(5_400, 1_000)).toBe(5)
        expect(secondsTo(1_000, 5_000)).toBe(0)
        expect(secondsTo(undefined, 5_000)).toBeUndefined()
    })
})
