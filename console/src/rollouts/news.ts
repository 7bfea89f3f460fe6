import { useLive, useResumed, type LiveEvents } from '@/api/live'
import type { List } from '@/ui/list'
import { useRows } from '@/ui/rows'
import type { Part, Rollout, RolloutSummary } from './rollouts'

type News = LiveEvents['rollout']

/** What news of a rollout leave out is no more, or not yet. */
const absent = {
    nextBatchAt: undefined,
    pausedWhy: undefined,
    pausedBy: undefined,
    revertedBy: undefined,
    finishedAt: undefined,
}

/** The rollout as the news have it; they do not tell of its placements. */
export function told(one: Rollout, news: News): Rollout {
    const { projectId: _, ...rest } = news
    return { ...one, ...absent, ...rest }
}

/** As `told`, in a list, where the placements are numbers: news tell all that changes. */
export function toldSummary(one: RolloutSummary, news: News): RolloutSummary {
    const { projectId: _, counts, ...rest } = news
    return { ...one, ...absent, ...rest, placements: counts }
}

/** Whether placements moved on, which news tell by numbers alone. */
export function moved(before: Rollout, after: Rollout): boolean {
    const numbers = ({ currentBatch, counts }: Rollout) =>
        JSON.stringify([currentBatch, ...Object.entries(counts).sort().flat()])
    return numbers(before) !== numbers(after)
}

/** The part with what was just told of its placement; the reason for another state counts no more. */
export function toldPart(part: Part, news: LiveEvents['placement']): Part {
    const seen = part.observed
    const observed = seen?.state === news.state ? seen : { state: news.state }
    return { ...part, connected: news.reachable, observed }
}

/** Keeps a list of rollouts as events tell; one that is not shown asks for the list, if it is `own`. */
export function useRolloutNews(list: List<RolloutSummary>, own: (news: News) => boolean): void {
    const status = list.filter('status')
    const rows = useRows(list, { place: one => status.value && one.status })
    useLive('rollout', news => {
        if (rows.told(news.id, one => toldSummary(one, news)) || !own(news)) return
        if (!status.value || status.value === news.status) rows.all()
    })
    useResumed(rows.all)
}
