import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { Problem } from '@/api/problem'
import { useProject } from '@/frame/project'
import { boundsOf, rangeOf, rangeQuery, type TimeRange } from '@/time/range'
import { useAsked } from '@/ui/asked'
import { askOf, findLogs, levels, listApps, listValues, showApp, termsOfSearch, type Ask, type Search } from './logs'
import { withTerm } from './query'
import { saidOf } from './said'

/** What the address searches for, below what always holds on the page: its app, by name or id, and terms of its own. */
export function useSearch(page: Readonly<{ app?: string; appId?: number; fixed?: string }>) {
    const route = useRoute()
    const router = useRouter()
    const { id: project } = useProject()
    const text = (name: string) => (typeof route.query[name] === 'string' ? (route.query[name] as string) : '')
    const named = computed(
        () => [route.query['app']].flat().filter(one => typeof one === 'string' && one !== '') as string[],
    )
    const tab = computed(() => (text('tab') === 'patterns' ? 'patterns' : 'records'))
    const live = computed(() => text('live') === '1' && tab.value === 'records')
    /** How often the same was searched for once more. */
    const turn = ref(0)

    /** A further step, which the browser's own button takes back. */
    function go(query: Record<string, string | string[] | undefined>) {
        void router.push({ query: { ...route.query, at: undefined, ...query } })
    }
    const apps = computed({ get: () => named.value, set: next => go({ app: next.length ? next : undefined }) })
    const q = computed({
        get: () => text('q'),
        set: next => (next === text('q') ? void turn.value++ : go({ q: next || undefined })),
    })
    const level = computed<string | undefined>({
        get: () => levels.find(one => one === text('level')),
        set: next => go({ level: next }),
    })
    const range = computed<TimeRange>({
        get: () => rangeOf(route.query),
        // What is over does not come live.
        set: next => go({ ...rangeQuery(next), ...('to' in next && next.to ? { live: undefined } : {}) }),
    })
    /** The record that is open. */
    const at = computed({
        get: () => text('at') || undefined,
        set: next => void router.replace({ query: { ...route.query, at: next } }),
    })

    /** What the page is about, by name or id. */
    const own = computed(() => page.app ?? page.appId?.toString())
    // The apps to choose from; those of a project stand for it, since the server knows logs by app.
    const known = useAsked<{ items: { id: number; name: string }[] }>(
        async signal => {
            if (page.app !== undefined) return { items: [] }
            return page.appId === undefined
                ? listApps(project.value, signal)
                : { items: [await showApp(page.appId, signal)] }
        },
        () => [own.value, project.value].join(),
    )
    const choices = computed(() => known.data.value?.items ?? [])
    /** Of the one app that is searched; undefined where there are several, or it is not known. */
    const appId = computed(() => {
        const [one, other] = own.value ? [own.value] : named.value
        if (one === undefined || other !== undefined) return undefined
        const found = choices.value.find(app => app.name === one || String(app.id) === one)?.id
        return page.appId ?? found ?? (/^\d{1,15}$/.test(one) ? Number(one) : undefined)
    })
    /** The name of an app that may be known by its id alone. */
    const nameOf = (app: string) => choices.value.find(one => String(one.id) === app)?.name ?? app
    const ofProject = computed(() => !own.value && !named.value.length && project.value !== undefined)
    const search = computed<Search>(() => ({
        apps: own.value ? [own.value] : ofProject.value ? choices.value.map(one => String(one.id)) : named.value,
        q: q.value,
        level: levels.find(one => one === level.value),
        fixed: page.fixed,
    }))
    /** There is no app at all. */
    const none = computed(
        () => !own.value && !named.value.length && known.data.value !== undefined && !choices.value.length,
    )
    const ready = computed(() => !none.value && (!ofProject.value || known.data.value !== undefined))
    /** Changes when something else is searched for. */
    const key = computed(() => JSON.stringify([ready.value && search.value, range.value, turn.value]))

    /** What is asked for as of now; undefined while it is not known. */
    function ask(): Ask | undefined {
        if (!ready.value) return undefined
        const to = 'last' in range.value || live.value ? undefined : range.value.to
        return askOf(search.value, boundsOf(range.value, Date.now()).from, to)
    }

    /** Of no time at all: the query is read, and nothing is looked through. */
    const probe = (typed = q.value, signal?: AbortSignal) =>
        findLogs({ ...askOf({ ...search.value, q: typed }, 0), to: 1 }, { limit: 1 }, signal)

    /** What the server says of a query that it cannot read. */
    async function check(typed: string, signal: AbortSignal): Promise<string | undefined> {
        try {
            if (ready.value) await probe(typed, signal)
            return undefined
        } catch (failure) {
            return failure instanceof Problem && failure.status === 400 ? saidOf(failure) : undefined
        }
    }

    /** Those of a field among the records that `others` finds. */
    async function values(field: string, others: string, signal: AbortSignal) {
        const now = ask()
        const terms = termsOfSearch({ ...search.value, q: others }) || undefined
        return now ? (await listValues({ ...now, q: terms }, field, 20, signal)).values : []
    }

    return {
        apps,
        q,
        level,
        range,
        at,
        tab,
        live,
        known,
        choices,
        appId,
        ofProject,
        nameOf,
        own,
        search,
        none,
        ready,
        key,
        ask,
        probe,
        check,
        values,
        go,
        again: () => void turn.value++,
        clear: () => go({ q: undefined, level: undefined }),
        add: (term: string) => (q.value = withTerm(q.value, term)),
        toggleLive: () =>
            go(live.value ? { live: undefined } : { live: '1', from: undefined, to: undefined, tab: undefined }),
        /** The address of another part of the same search. */
        partAt: (part: 'records' | 'patterns') =>
            router.resolve({
                query: { ...route.query, at: undefined, tab: part === 'records' ? undefined : part },
            }).fullPath,
    }
}

export type Searching = ReturnType<typeof useSearch>
