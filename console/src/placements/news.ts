import { useLive, useResumed, type LiveEvents } from '@/api/live'
import type { List } from '@/ui/list'
import { useRows } from '@/ui/rows'
import { standing } from '@/ui/standing'
import { showPlacement, type Placement } from './placements'

type News = LiveEvents['placement']

/**
 * The placement with what was just told of it, and why. A process that is not up has no pid and no time since; what the
 * news does not tell stays as it was.
 */
export function told(one: Placement, news: News): Placement {
    const seen = one.observed
    const up = news.state === 'running'
    return {
        ...one,
        observed: {
            ...seen,
            state: news.state as Placement['observed']['state'],
            version: news.version ?? seen.version,
            reachable: news.reachable,
            unreachableSince: news.reachable ? undefined : seen.unreachableSince,
            reason: news.reason,
            why: news.why,
            exitCode: news.exitCode,
            pid: up ? seen.pid : 0,
            startedAt: up ? seen.startedAt : 0,
        },
    }
}

/** The placement as its node comes or goes. */
function reached(one: Placement, reachable: boolean): Placement {
    const { unreachableSince } = one.observed
    return {
        ...one,
        observed: { ...one.observed, reachable, unreachableSince: reachable ? undefined : unreachableSince },
    }
}

/** What its place in a list follows from that events may change; `sort` as the list has it. */
export function placeOf(one: Placement, sort: string | undefined, state: string | undefined): unknown {
    const { observed } = one
    const by = sort?.replace(/^-/, '')
    return [
        state || by === 'state' ? standing(observed) : '',
        by === 'version' ? observed.version : '',
        by === 'started' ? observed.startedAt : 0,
        by === 'crashes' ? observed.crashes : 0,
    ]
}

/** Keeps a list of placements as events tell, those of `own`; answers what asks for the whole list. */
export function usePlacementNews(list: List<Placement>, own: (news: News) => boolean): () => void {
    const state = list.filter('state')
    const rows = useRows(list, {
        show: showPlacement,
        place: one => placeOf(one, list.sort.value, state.value),
    })
    useLive('placement', news => {
        if (own(news) && !rows.told(news.id, one => told(one, news))) rows.all()
    })
    useLive('node', news => {
        const online = news.status === 'online'
        for (const one of list.items.value) {
            if (one.nodeId === news.id && one.observed.reachable !== online)
                rows.told(one.id, row => reached(row, online))
        }
    })
    useLive('change', change => {
        if (change.kind === 'placement.deleted') rows.drop(Number(change.subjectId))
    })
    useResumed(rows.all)
    return rows.all
}
