import { pastQueries } from './history'
import { levels } from './logs'
import { atCaret, fieldNames, fieldTerm, listed } from './query'

export interface Choice {
    /** What stands in the list. */
    text: string
    /** How many records have it. */
    count?: number
    kind: 'past' | 'name' | 'value'
    /** The query, and the caret in it, when it is taken. */
    q: string
    caret: number
}

/** Puts a term in the place of the one at the caret. */
function put(q: string, from: number, to: number, term: string): { q: string; caret: number } {
    const rest = q.slice(to)
    // A name goes on with its value; whatever is whole has a space behind it.
    const gap = term.endsWith(':') || rest.startsWith(' ') ? '' : ' '
    return { q: q.slice(0, from) + term + gap + rest, caret: from + term.length + (term.endsWith(':') ? 0 : 1) }
}

/**
 * What may come at the caret: names of fields, values of the one that is named, and, where nothing is typed yet, what was
 * searched for before. `values` asks for those of a field among the records that the other terms find.
 */
export async function choicesAt(
    q: string,
    caret: number,
    attributes: readonly string[],
    values: (field: string, others: string) => Promise<{ value: string; count: number }[]>,
): Promise<Choice[]> {
    const { term, without, field, typed } = atCaret(q, caret)
    const low = typed.toLowerCase()
    const sign = without ? '-' : ''
    if (field === undefined) {
        const names = [...fieldNames, ...attributes.map(name => `@${name}`)]
            .filter(name => name.toLowerCase().startsWith(low) && (low || !name.startsWith('@')))
            .map(name => ({
                text: `${name}:`,
                kind: 'name' as const,
                ...put(q, term.from, term.to, `${sign}${name}:`),
            }))
        const past = q.trim()
            ? []
            : pastQueries().map(one => ({ text: one, kind: 'past' as const, q: one, caret: one.length }))
        return [...past, ...names]
    }
    const found =
        field === 'level'
            ? levels.flatMap(level => [{ value: `${level}+` }, { value: level as string }])
            : (listed as readonly string[]).includes(field) || field === 'trace' || field.startsWith('@')
              ? await values(field, `${q.slice(0, term.from)} ${q.slice(term.to)}`.trim())
              : []
    return found
        .filter(one => one.value && one.value.toLowerCase().includes(low))
        .map(one => ({
            text: one.value,
            count: 'count' in one ? (one.count as number) : undefined,
            kind: 'value',
            ...put(q, term.from, term.to, fieldTerm(field, one.value, without)),
        }))
}
