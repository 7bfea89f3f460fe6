import { sayAny } from '@/ui/locale'
import type { Tone } from '@/ui/tone'
import { words } from './words'

/** The kinds of things that changes are about; a filter `deployment.*` takes all of one. */
export const things = [
    'node',
    'deployment',
    'release',
    'rollout',
    'placement',
    'app',
    'command',
    'project',
    'membership',
    'user',
    'token',
    'session',
    'access',
]

export function thingText(thing: string): string {
    return sayAny(words, `thing.${thing}`, thing)
}

/** `deployment.updated` in words; what is unknown stays as it is written. */
export function kindText(kind: string): string {
    const at = kind.indexOf('.')
    if (at < 0) return kind
    return `${thingText(kind.slice(0, at))} ${sayAny(words, `act.${kind.slice(at + 1)}`, kind.slice(at + 1))}`
}

/** How the act is meant: made, gone, refused or simply done. */
export function kindTone(kind: string): Tone {
    if (/\.(denied|refused|locked)$/.test(kind)) return 'bad'
    if (/\.(deleted|removed|cancelled|stopped)$/.test(kind)) return 'idle'
    if (/\.(created|approved|registered|started)$/.test(kind)) return 'good'
    if (/\.(asked)$/.test(kind)) return 'wait'
    return 'busy'
}
