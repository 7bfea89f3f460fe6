import { api, ok } from '@/api/client'
import { absolute } from '@/ui/format'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)
/** As many of each kind as the server tells at once, the newest. */
const most = 500

/** A moment at which an app was changed: a rollout of it began, or its config was released. */
export interface Mark {
    key: string
    at: number
    text: string
    to: string
}

/** Where marks stand over a span of time, in percent; the first's, where several are too close. */
export interface Spot {
    at: number
    marks: Mark[]
}

/** What changed an app from a moment on, by its id. */
export async function listMarks(app: number, from: number, to?: number, signal?: AbortSignal): Promise<Mark[]> {
    const query = { from, to, limit: most }
    const [rollouts, releases] = await Promise.all([
        ok(api.GET('/rollouts', { params: { query: { ...query, app } }, signal })),
        ok(api.GET('/apps/{id}/config/releases', { params: { path: { id: app }, query }, signal })),
    ])
    return [
        ...rollouts.items.flatMap(one => {
            const at = Math.max(one.createdAt, one.startAt ?? 0)
            const begun = one.status !== 'scheduled' && (one.finishedAt === undefined || one.finishedAt >= at)
            const fill = { time: absolute(at), name: one.deploymentName, version: one.version }
            const to = `/deployments/${one.deploymentId}/rollouts/${one.id}`
            return begun ? [{ key: `rollout.${one.id}`, at, text: t(`mark.${one.kind}`, fill), to }] : []
        }),
        ...releases.items.map(({ number, createdAt: at }) => ({
            key: `config.${number}`,
            at,
            text: t('mark.config', { time: absolute(at), number }),
            to: `/configs/${app}/releases?from=${number - 1}&to=${number}`,
        })),
    ]
}

/** Where `at` stands between two moments, in percent. */
export const shareOf = (at: number, from: number, to: number): number => ((at - from) / (to - from)) * 100

/** Those from a moment until just before another, the earliest first. */
export const within = (marks: readonly Mark[], from: number, to: number): Mark[] =>
    marks.filter(mark => from <= mark.at && mark.at < to).sort((a, b) => a.at - b.at)

/** Spots that stand at least `gap` percent apart, so that each can be pointed at. */
export function spotsOf(marks: readonly Mark[], from: number, to: number, gap: number): Spot[] {
    const spots: Spot[] = []
    for (const mark of within(marks, from, to)) {
        const at = shareOf(mark.at, from, to)
        const last = spots.at(-1)
        if (last && at - last.at < gap) last.marks.push(mark)
        else spots.push({ at, marks: [mark] })
    }
    return spots
}
