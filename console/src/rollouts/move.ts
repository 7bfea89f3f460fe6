import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

/** `1.0 → 1.1`, or that it is the first deployment. */
export function moveText(from: string | null | undefined, to: string): string {
    return from ? t('move', { from, to }) : t('move.first', { to })
}
