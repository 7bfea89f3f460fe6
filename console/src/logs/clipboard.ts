import { say } from '@/ui/locale'
import { announce, toastFailed } from '@/ui/toasts'
import { words } from '@/ui/words'

const t = say(words)

/** Puts a text where Ctrl-V finds it, and says so. */
export async function copy(text: string): Promise<void> {
    try {
        await navigator.clipboard.writeText(text)
    } catch (failure) {
        // Over plain http from another machine there is no clipboard but this.
        if (!copiedByHand(text)) return toastFailed(t('copy'), failure)
    }
    announce(t('copied'))
}

function copiedByHand(text: string): boolean {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'hidden'
    const before = document.activeElement as HTMLElement | null
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    before?.focus()
    return done
}
