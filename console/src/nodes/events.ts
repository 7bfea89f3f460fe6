import { reasonText } from '@/reasons/reason'
import { sentenceText } from '@/sentences/sentence'
import { say, sayAny } from '@/ui/locale'
import type { NodeEvent } from './nodes'
import { words } from './words'

const t = say(words)

/** What happened: a crash is of the app that is named; else the word for what an agent calls it, or its own. */
export function eventName(event: NodeEvent): string {
    return event.type === 'crashed'
        ? t('event.crashed', { name: event.name })
        : sayAny(words, `event.${event.name}`, event.name)
}

/** What was told of it, in the reader's language. */
export function eventText(event: NodeEvent): string {
    return event.why ? reasonText(event.remark, event.why) : sentenceText(event.remark)
}
