import { readonly, ref } from 'vue'

const ticking = ref(Date.now())
setInterval(() => (ticking.value = Date.now()), 10_000)

/** Now, to ten seconds; what shows it moves on by itself. */
export const now = readonly(ticking)
