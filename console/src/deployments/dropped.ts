import { onScopeDispose, ref, type Ref } from 'vue'

/**
 * Hands over a file that is dropped anywhere on the page; true while one is held over it. A dialog takes its own files, and
 * what nobody takes is not opened by the browser in place of the page.
 */
export function useDropped(take: (file: File) => void, when: () => boolean): Readonly<Ref<boolean>> {
    const over = ref(false)
    const holds = (event: DragEvent) => !!event.dataTransfer?.types.includes('Files')
    const open = () => when() && !document.querySelector('[role="dialog"]')

    function hover(event: DragEvent) {
        if (!holds(event)) return
        event.preventDefault()
        over.value = open()
    }
    function leave(event: DragEvent) {
        if (!event.relatedTarget) over.value = false
    }
    function drop(event: DragEvent) {
        over.value = false
        if (!holds(event)) return
        event.preventDefault()
        const file = event.dataTransfer?.files[0]
        if (file && open()) take(file)
    }
    addEventListener('dragover', hover)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    onScopeDispose(() => {
        removeEventListener('dragover', hover)
        removeEventListener('dragleave', leave)
        removeEventListener('drop', drop)
    })
    return over
}
