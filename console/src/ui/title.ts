import { onScopeDispose, shallowRef, watchEffect } from 'vue'

const names = shallowRef<(() => string)[]>([])

/** What the page is about, for the window's title; empty while no page says it. */
export function thingTitle(): string {
    return names.value.at(-1)?.() ?? ''
}

/** Names the thing in the window's title for as long as the component is there. */
export function useThingTitle(name: () => string): void {
    names.value = [...names.value, name]
    onScopeDispose(() => (names.value = names.value.filter(other => other !== name)))
}

/** Keeps the window's title: the thing, else the page. */
export function keepTitle(page: () => string | undefined): void {
    watchEffect(() => {
        const title = thingTitle() || page()
        document.title = title ? `${title} - Stardust` : 'Stardust'
    })
}
