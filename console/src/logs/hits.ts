import { computed, shallowRef, watch } from 'vue'
import { fieldNames, letter, termsOf } from './query'

interface Hit {
    from: number
    /** Behind its last character. */
    to: number
}

/** What is found in a text, in any order; nothing of no length. */
export type Find = (text: string) => Hit[]

/** Characters of a text in which expressions are looked for. */
const mostLooked = 20_000

const begins = new RegExp(`^${letter}`)
const ends = new RegExp(`${letter}$`)
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** The words, phrases and parts that were searched for; undefined when there are none. */
export function findWords(q: string): Find | undefined {
    const forms = termsOf(q).flatMap(({ text }) => {
        if (/^[-/@]/.test(text)) return []
        if (/^\*.+\*$/.test(text)) return [escaped(text.slice(1, -1))]
        const word = text.startsWith('"') ? text.slice(1, -1).replace(/\\([\\"])/g, '$1') : text
        if (!word || fieldNames.some(name => word.toLowerCase().startsWith(`${name}:`))) return []
        return [`${begins.test(word) ? `(?<!${letter})` : ''}${escaped(word)}${ends.test(word) ? `(?!${letter})` : ''}`]
    })
    if (!forms.length) return undefined
    const any = new RegExp(forms.join('|'), 'gi')
    return text => [...text.matchAll(any)].map(({ 0: { length }, index }) => ({ from: index, to: index + length }))
}

/** The expressions that were searched for, as they are without their slashes. */
export const expressionsOf = (q: string): string[] =>
    termsOf(q).flatMap(({ text }) =>
        /^\/.+\/$/.test(text) ? [text.slice(1, -1).replace(/\\(.)/g, (both, one) => (one === '/' ? '/' : both))] : [],
    )

/**
 * Finds what expressions match, in time that grows with the text alone: an expression may come with a link, and the
 * browser's own ones can take forever. What only the server's expressions know finds nothing.
 */
export async function findExpressions(expressions: readonly string[]): Promise<Find> {
    const { RE2JS } = await import('re2js')
    const known = expressions.flatMap(expression => {
        try {
            return [RE2JS.compile(expression)]
        } catch {
            return []
        }
    })
    return text =>
        known.flatMap(one => {
            const found = one.matcher(text.slice(0, mostLooked))
            const hits: Hit[] = []
            while (found.find()) if (found.end() > found.start()) hits.push({ from: found.start(), to: found.end() })
            return hits
        })
}

/** Finds what a query searches for; expressions a moment later, since what reads them is loaded when it is needed. */
export function useFind(q: () => string) {
    const words = computed(() => findWords(q()))
    const others = shallowRef<Find>()
    watch(
        () => expressionsOf(q()),
        async (expressions, before) => {
            if (JSON.stringify(expressions) === JSON.stringify(before)) return
            others.value = undefined
            if (!expressions.length) return
            const find = await findExpressions(expressions)
            if (JSON.stringify(expressionsOf(q())) === JSON.stringify(expressions)) others.value = find
        },
        { immediate: true },
    )
    return computed<Find | undefined>(() => {
        const [one, two] = [words.value, others.value]
        return one && two ? text => [...one(text), ...two(text)] : (one ?? two)
    })
}

/** A text in pieces, those that are found marked; what overlaps is one. */
export function pieces(text: string, find: Find | undefined): { text: string; hit: boolean }[] {
    const made: { text: string; hit: boolean }[] = []
    let end = 0
    function upTo(to: number, hit: boolean) {
        if (to > end) made.push({ text: text.slice(end, to), hit })
        end = Math.max(end, to)
    }
    for (const { from, to } of (find?.(text) ?? []).sort((a, b) => a.from - b.from || b.to - a.to)) {
        upTo(from, false)
        upTo(to, true)
    }
    upTo(text.length, false)
    return made
}
