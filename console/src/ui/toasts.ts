import { reactive, readonly, ref } from 'vue'
import { send, type Page } from '@/api/client'
import { asProblem } from '@/api/problem'

export interface Toast {
    id: number
    tone: 'good' | 'bad'
    text: string
    detail?: string
    /** Where the change it made can be read. */
    link?: string
}

const list = reactive<Toast[]>([])
export const toasts = readonly(list)

/** What a screen reader says without a toast, for small things such as a copy. */
export const spoken = ref('')

export function announce(text: string): void {
    spoken.value = ''
    setTimeout(() => (spoken.value = text), 30)
}

let last = 0

function show(toast: Omit<Toast, 'id'>, ms: number): Toast {
    const shown = reactive({ ...toast, id: ++last })
    list.push(shown)
    if (list.length > 4) list.shift()
    setTimeout(() => dismiss(shown.id), ms)
    return shown
}

export function dismiss(id: number): void {
    const at = list.findIndex(toast => toast.id === id)
    if (at >= 0) list.splice(at, 1)
}

/** Something was done. With the subject (`node:3`) the toast links to the change that it made. */
export function toastDone(text: string, subject?: string): void {
    const toast = show({ tone: 'good', text, link: subject && `/changes?subject=${encodeURIComponent(subject)}` }, 8000)
    if (!subject) return
    // The exact change, when it can be found; the list of the subject's changes is right as well.
    send<Page<{ id: number }>>('GET', '/changes', { query: { subject, limit: 1 } }).then(
        page => {
            const made = page.items[0]
            if (made) toast.link = `/changes/${made.id}`
        },
        () => {},
    )
}

/** Something did not work; what the server said stays longer. */
export function toastFailed(text: string, failure: unknown): void {
    show({ tone: 'bad', text, detail: asProblem(failure).message }, 15_000)
}
