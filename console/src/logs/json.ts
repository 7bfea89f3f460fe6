/** Longer ones stay as they are. */
const most = 200_000

/**
 * An object or list in JSON over several lines; undefined where the text is none. Only blanks are put in or taken out, so
 * that a number of many digits stays as it was logged.
 */
export function spread(text: string): string | undefined {
    if (text.length > most || !/^\s*[{[]/.test(text)) return undefined
    try {
        JSON.parse(text)
    } catch {
        return undefined
    }
    let made = ''
    let depth = 0
    const line = () => `\n${'  '.repeat(depth)}`
    // Strings whole, then what stands between them.
    for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{[]|[}\]]|[,:]|[^\s"{}[\],:]+/g)) {
        if (part === '{' || part === '[') {
            depth++
            made += part + line()
        } else if (part === '}' || part === ']') {
            depth--
            made += line() + part
        } else if (part === ',') made += part + line()
        else if (part === ':') made += ': '
        else made += /^[{[]/.test(part) ? part.replace(/\s/g, '') : part
    }
    return made
}
