import { sayAny } from '@/ui/locale'
import type { Tone } from '@/ui/tone'
import { words } from './words'

/** The word for a step of an agent; agents of others say what they like. */
export function stepName(step: string): string {
    return sayAny(words, `did.${step}`, step)
}

const tones: Record<string, Tone> = { failed: 'bad', crashed: 'bad', ready: 'good' }

/** A step that went wrong is red wherever it is shown. */
export function stepTone(step: string): Tone {
    return tones[step] ?? 'idle'
}
