import { Problem } from '@/api/problem'
import { sentenceText } from '@/sentences/sentence'
import { sayAny } from '@/ui/locale'
import { words as shared } from '@/ui/words'

/** Why logs could not be searched, in the reader's language as far as it is known. */
export function saidOf(problem: Problem): string {
    if (problem.unreachable) return sayAny(shared, 'problem.unreachable')
    return sentenceText(problem.message.replace(/^q: /, ''))
}

/** True where the query cannot be read, which is told below its field. */
export const isUnread = (problem?: Problem): boolean => problem?.status === 400 && problem.message.startsWith('q: ')

/** The same problem in the reader's language, to be shown like others. */
export function worded(problem: Problem): Problem {
    const { status, title, retryAfter, errorId } = problem
    return new Problem(status, title, saidOf(problem), retryAfter, errorId)
}
