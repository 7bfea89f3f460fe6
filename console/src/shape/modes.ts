import { sayAny } from '@/ui/locale'
import { words } from './words'

/** The word for a mode; the name itself for one of another server's. */
export function modeName(mode: string): string {
    return sayAny(words, `mode.${mode}`, mode)
}

export function modeText(mode: string): string {
    return sayAny(words, `mode.${mode}.text`, '')
}
