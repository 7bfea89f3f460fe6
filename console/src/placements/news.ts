import type { LiveEvents } from '@/api/live'
import type { Placement } from './placements'

type News = LiveEvents['placement']

/**
 * The placements with what was just told of them, before the list is asked anew. A process that is not up has no pid and
 * no time since; what the news does not tell stays as it was.
 */
export function overlaid(placements: readonly Placement[], news: ReadonlyMap<number, News>): readonly Placement[] {
    if (!news.size) return placements
    return placements.map(one => {
        const told = news.get(one.id)
        if (!told) return one
        const up = told.state === 'running'
        return {
            ...one,
            observed: {
                ...one.observed,
                state: told.state as Placement['observed']['state'],
                version: told.version ?? one.observed.version,
                reachable: told.reachable,
                pid: up ? one.observed.pid : 0,
                startedAt: up ? one.observed.startedAt : 0,
            },
        }
    })
}
