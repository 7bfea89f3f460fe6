import { expect, it } from 'vitest'
import { neediest, type Deployment } from './overview'

it('neediest shows first what does not run though it should, not what is stopped or switched off', () => {
    const one = (name: string, failed: number, enabled = true) =>
        ({ name, running: 0, starting: 0, failed, unreachable: 0, stopped: 2 - failed, enabled }) as Deployment

    const names = neediest([one('b', 0), one('c', 2), one('a', 0), one('off', 2, false)], 3).map(d => d.name)

    expect(names).toEqual(['c', 'a', 'b'])
})
