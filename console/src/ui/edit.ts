import { ref, shallowRef, type Ref } from 'vue'
import { asProblem } from '@/api/problem'
import { toastDone, toastFailed } from './toasts'

type Fields = Record<string, unknown>

export interface Edit {
    /** Both versions, while somebody must choose. */
    conflict: Readonly<Ref<{ mine: Fields; theirs: Fields } | undefined>>
    busy: Readonly<Ref<boolean>>
    /** Shows both versions; called with what was refused as outdated. */
    refused(mine: Fields): Promise<void>
    keepMine(): Promise<void>
    keepTheirs(): void
}

/**
 * What happens when an edit comes too late: the thing is read again and the person chooses. `save` is asked again with the
 * newer revision when theirs is to be overwritten.
 */
export function useEdit<T extends { revision: number }>(options: {
    read: () => Promise<T>
    save: (fields: Fields, revision: number) => Promise<unknown>
    saved: () => unknown
    done: () => string
    failed: () => string
    subject?: () => string
}): Edit {
    const conflict = shallowRef<{ mine: Fields; theirs: Fields }>()
    const busy = ref(false)
    let newer: T | undefined

    return {
        conflict,
        busy,
        async refused(mine) {
            try {
                newer = await options.read()
                conflict.value = { mine, theirs: newer as unknown as Fields }
            } catch (failure) {
                toastFailed(options.failed(), failure)
            }
        },
        async keepMine() {
            const chosen = conflict.value
            if (!chosen || !newer || busy.value) return
            busy.value = true
            try {
                await options.save(chosen.mine, newer.revision)
                conflict.value = undefined
                toastDone(options.done(), options.subject?.())
                options.saved()
            } catch (failure) {
                // Overtaken once more: show the newest and ask again.
                if (asProblem(failure).outdated) {
                    newer = await options.read()
                    conflict.value = { mine: chosen.mine, theirs: newer as unknown as Fields }
                } else toastFailed(options.failed(), failure)
            } finally {
                busy.value = false
            }
        },
        keepTheirs() {
            conflict.value = undefined
            options.saved()
        },
    }
}
