// The console's own words, so that tests press what people read, in the language they read.
import { type Fill, type Language, language as chosen, say, type Words } from '../src/ui/locale'

/** Reads a table of words in one language, whatever the others of this process speak. */
export function inLanguage(language: Language) {
    return <W extends Words>(words: W, name: keyof W & string, fill: Fill = {}) => {
        chosen.value = language
        return say(words)(name, fill)
    }
}

export const browserLocale = { en: 'en-US', zh: 'zh-CN' } as const
export type { Language }
