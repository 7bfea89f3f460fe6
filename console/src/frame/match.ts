/** Every typed word is somewhere in the text, in any order; a word may leave letters out: `dpl` is in `deployments`. */
export function fits(text: string, typed: string): boolean {
    const words = text.toLowerCase().split(/[\s/·]+/)
    const whole = text.toLowerCase()
    return typed
        .toLowerCase()
        .split(/\s+/)
        .filter(Boolean)
        .every(part => whole.includes(part) || (part.length > 2 && words.some(word => within(word, part))))
}

/** The letters stand in the word in this order, the first at its beginning. */
function within(word: string, letters: string): boolean {
    if (word[0] !== letters[0]) return false
    let at = 0
    for (const letter of word) if (letter === letters[at]) at++
    return at === letters.length
}
