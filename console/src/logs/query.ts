/** The names that a term can begin with; attributes begin with `@`. */
export const fieldNames = ['level', 'instance', 'release', 'node', 'logger', 'thread', 'trace'] as const

/** Those whose values can be listed. */
export const listed = ['instance', 'release', 'node', 'logger', 'thread'] as const

/** A term as it was typed, and where it stands. */
export interface Term {
    from: number
    to: number
    text: string
}

const quotedBegin = new RegExp(`^(?:(?:@[^\\s:"]+|${fieldNames.join('|')}):)?(?=")`, 'i')

/** What was typed in terms, as the server reads it; what it would refuse is a term as well. */
export function termsOf(q: string): Term[] {
    const terms: Term[] = []
    let at = 0
    while (at < q.length) {
        if (/\s/.test(q[at]!)) {
            at++
            continue
        }
        const from = at
        if (q[at] === '-') at++
        const head = quotedBegin.exec(q.slice(at))
        if (q[at] === '/') at = closing(q, at, '/')
        else if (head) at = closing(q, at + head[0].length, '"')
        while (at < q.length && !/\s/.test(q[at]!)) at++
        terms.push({ from, to: at, text: q.slice(from, at) })
    }
    return terms
}

/** Behind the mark that closes the one at `from`; the end when there is none. */
function closing(q: string, from: number, mark: string): number {
    let at = from + 1
    while (at < q.length && q[at] !== mark) at += q[at] === '\\' ? 2 : 1
    return Math.min(q.length, at + 1)
}

export const joinTerms = (...terms: (string | undefined)[]): string =>
    terms
        .map(term => term?.trim())
        .filter(Boolean)
        .join(' ')

/** In quotes, where `"` and `\` are written with a `\` before them. */
export const phrase = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** Whether a term can name it: an attribute may be called anything. */
export const canAsk = (field: string): boolean => /^@?[^\s:]+$/.test(field)

/** `node:web1`, `-@user:"ana maria"`. */
export function fieldTerm(field: string, value: string, without = false): string {
    return `${without ? '-' : ''}${field}:${/^$|\s|^"/.test(value) ? phrase(value) : value}`
}

/** The query with a term, which takes the place of its opposite. */
export function withTerm(q: string, term: string): string {
    const opposite = term.startsWith('-') ? term.slice(1) : `-${term}`
    const kept = termsOf(q)
        .map(one => one.text)
        .filter(one => one !== opposite)
    return (kept.includes(term) ? kept : [...kept, term]).join(' ')
}

/** What the term at the caret is about: a name that is being typed, or the value of a field. */
export function atCaret(q: string, caret: number): { term: Term; without: boolean; field?: string; typed: string } {
    const term = termsOf(q).find(one => one.from <= caret && caret <= one.to) ?? { from: caret, to: caret, text: '' }
    const head = q.slice(term.from, caret)
    const without = head.startsWith('-') && head.length > 1
    const bare = without ? head.slice(1) : head
    const found = /^(@?[^\s:"]+):"?(.*)$/.exec(bare)
    const field = found?.[1]
    const known = field !== undefined && (field.startsWith('@') || fieldNames.some(name => name === field))
    return known ? { term, without, field, typed: found?.[2] ?? '' } : { term, without, typed: bare }
}

// As the store cuts text into words: Latin, Greek and the like are letters, an ideograph is a word of its own.
export const letter = '[0-9A-Za-z_\\u00c0-\\u1fff]'

/**
 * The longest run of whole words between the stars of a pattern, to search for as a phrase. A star stands for a whole word:
 * what touches it is a word by itself.
 */
export function phraseOf(pattern: string): string | undefined {
    const runs = pattern
        .split('\n')[0]!
        .split('*')
        .map(run => run.trim())
        .filter(run => new RegExp(letter + '|[^\\x00-\\x7f]').test(run))
    const longest = runs.sort((a, b) => b.length - a.length)[0]
    return longest && phrase(longest)
}
