import { readonly, ref } from 'vue'

const query = window.matchMedia('(max-width: 760px)')
const is = ref(query.matches)
query.addEventListener('change', event => (is.value = event.matches))

/** True on a phone: tables become cards, the navigation a drawer. */
export const narrow = readonly(is)
