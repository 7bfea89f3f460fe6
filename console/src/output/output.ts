import { computed, ref, shallowRef, watch } from 'vue'
import { send } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { components } from '@generated/schema'
import { grown, merged, mostLines, noLines, type Line, type Lines } from './lines'

type Output = components['schemas']['Output']

/** A process whose output is shown; `name` tells it from others. */
export interface Source {
    placement: number
    name: string
}

export interface Printed extends Line {
    key: string
    name: string
}

interface Stream {
    source: Source
    kept: Lines
    cursor?: string
    lost: boolean
}

/** What processes print, asked from where it ended; `ask` brings what is new and tells whether there was something. */
export function useOutput(sources: () => Source[], first: () => number) {
    const streams = shallowRef<Stream[]>([])
    const problem = ref<Problem>()
    const asked = ref(false)

    async function grow(stream: Stream): Promise<Stream> {
        const query =
            stream.cursor === undefined
                ? { lines: Math.ceil(first() / Math.max(1, streams.value.length)) }
                : { after: stream.cursor }
        const answer = await send<Output>('GET', `/placements/${stream.source.placement}/output`, { query })
        const most = Math.ceil(mostLines / Math.max(1, streams.value.length))
        return {
            ...stream,
            cursor: answer.next ?? stream.cursor,
            lost: stream.lost || answer.lost,
            kept: grown(stream.kept, answer.text, most),
        }
    }

    async function ask(): Promise<boolean> {
        const before = streams.value
        const answers = await Promise.allSettled(before.map(grow))
        if (streams.value !== before) return false
        // One node that does not answer leaves the others to be read.
        const failed = answers.find(answer => answer.status === 'rejected')
        problem.value = failed ? asProblem(failed.reason) : undefined
        const after = answers.map((answer, at) => (answer.status === 'fulfilled' ? answer.value : before[at]!))
        if (answers.some(answer => answer.status === 'fulfilled')) asked.value = true
        streams.value = after
        return after.some((stream, at) => stream.kept !== before[at]!.kept)
    }

    watch(
        () => JSON.stringify(sources()),
        () => {
            streams.value = sources().map(source => ({ source, kept: noLines, lost: false }))
            asked.value = false
            problem.value = undefined
        },
        { immediate: true },
    )

    const lines = computed<Printed[]>(() =>
        merged(
            streams.value.map(({ source, kept }) =>
                kept.lines.map(line => ({ ...line, name: source.name, key: `${source.placement}.${line.n}` })),
            ),
        ),
    )
    return { lines, asked, problem, lost: computed(() => streams.value.some(one => one.lost)), ask }
}
