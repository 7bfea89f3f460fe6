import { onBeforeUnmount, onMounted } from 'vue'

/** What keys do while nobody types and no dialog is open. */
export function useKeys(acts: Record<string, () => unknown>): void {
    function pressed(event: KeyboardEvent) {
        const act = acts[event.key]
        const at = event.target as HTMLElement
        if (!act || event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable) return
        if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return
        if (document.querySelector('[aria-modal="true"], dialog[open]')) return
        event.preventDefault()
        act()
    }
    onMounted(() => document.addEventListener('keydown', pressed))
    onBeforeUnmount(() => document.removeEventListener('keydown', pressed))
}
