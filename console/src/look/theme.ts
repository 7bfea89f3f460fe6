import { computed, ref, watchEffect } from 'vue'
import { store, stored } from '@/ui/locale'

export type ThemeChoice = 'light' | 'dark' | 'system'

const key = 'stardust.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemDark = ref(system.matches)
system.addEventListener('change', event => (systemDark.value = event.matches))

const kept = stored(key)
export const themeChoice = ref<ThemeChoice>(kept === 'light' || kept === 'dark' ? kept : 'system')
export const dark = computed(() => (themeChoice.value === 'system' ? systemDark.value : themeChoice.value === 'dark'))

watchEffect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
})

export function paint(choice: ThemeChoice): void {
    themeChoice.value = choice
    store(key, choice)
}
