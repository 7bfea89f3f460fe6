import { expect, it } from 'vitest'
import { neediest, ofThings, sorted, type Decision, type Deployment, type Placement } from './overview'

const decision = (kind: Decision['kind'], at: number) => ({ kind, at, id: at }) as Decision

it('sorted parts what is down from what must be decided, the newest first', () => {
    const failed = {
        id: 9,
        deploymentId: 2,
        deployName: 'shop',
        nodeName: 'web1',
        observed: { at: 5, reason: 'exit 3' },
    } as Placement
    const { decide, down } = sorted(
        [
            decision('node-waiting', 1),
            decision('placement-failed', 2),
            decision('rollout-failed', 3),
            decision('node-offline', 4),
            decision('release-rotten', 2.5),
        ],
        [failed],
    )

    expect(decide.map(one => one.at)).toEqual([3, 2.5, 1])
    expect(down.map(one => one.at)).toEqual([5, 4])
    expect(down[0]).toMatchObject({ name: 'shop @ web1', detail: 'exit 3', link: '/deployments/2/placements/9' })
})

it('neediest shows first what does not run though it should, not what is stopped or switched off', () => {
    const one = (name: string, failed: number, enabled = true) =>
        ({ name, running: 0, starting: 0, failed, unreachable: 0, stopped: 2 - failed, enabled }) as Deployment

    const names = neediest([one('b', 0), one('c', 2), one('a', 0), one('off', 2, false)], 3).map(d => d.name)

    expect(names).toEqual(['c', 'a', 'b'])
})

it('ofThings leaves out who came and who was refused', () => {
    const kinds = ['session.created', 'deployment.updated', 'access.denied', 'node.approved']
    expect(kinds.filter(kind => ofThings({ kind }))).toEqual(['deployment.updated', 'node.approved'])
})
