import { computed, ref, watchEffect } from 'vue'

export type Language = 'en' | 'zh'

/** Both languages of a text side by side. `{name}` is filled in; `one | many` in English follows `{n}`. */
export type Words = Record<string, { en: string; zh: string }>

const key = 'stardust.language'

function first(): Language {
    const kept = stored(key)
    if (kept === 'en' || kept === 'zh') return kept
    return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export function stored(name: string): string | null {
    try {
        return localStorage.getItem(name)
    } catch {
        return null
    }
}

export function store(name: string, value: string): void {
    try {
        localStorage.setItem(name, value)
    } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
    }
}

export const language = ref<Language>(first())
/** For Intl. */
export const locale = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en'))

watchEffect(() => {
    document.documentElement.lang = locale.value
})

export function speak(chosen: Language): void {
    language.value = chosen
    store(key, chosen)
}

/** Declares a feature's table of words; the type makes a missing language an error. */
export function defineWords<const W extends Words>(words: W): W {
    return words
}

export type Fill = Record<string, string | number>

/** Reads a table of words in the language of the moment; reactive where it is called. */
export function say<W extends Words>(words: W) {
    return (name: keyof W & string, fill: Fill = {}): string => {
        const both = words[name]
        if (!both) return name
        return filled(chosen(both[language.value], fill), fill)
    }
}

/** As `say`, for names made at run time, such as `state.running`; the name itself when there is no word. */
export function sayAny(words: Words, name: string, otherwise = name): string {
    const both = words[name]
    return both ? both[language.value] : otherwise
}

const plurals = new Intl.PluralRules('en')

function chosen(text: string, fill: Fill): string {
    if (language.value !== 'en' || !text.includes(' | ')) return text
    const [one = text, many = text] = text.split(' | ')
    return plurals.select(Number(fill['n'] ?? 0)) === 'one' ? one : many
}

/** Numbers that name a thing are no quantities: port 9377, rollout #1204. */
const names = new Set(['id', 'port', 'pid', 'code'])

function filled(text: string, fill: Fill): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = fill[name]
        if (value === undefined) return whole
        return typeof value === 'number' && !names.has(name)
            ? new Intl.NumberFormat(locale.value).format(value)
            : String(value)
    })
}
