import { sayAny } from '@/ui/locale'
import { words } from './words'

/** The word for a step of an agent; agents of others say what they like. */
export function stepName(step: string): string {
    return sayAny(words, `did.${step}`, step)
}
