import type { Why } from './reason'

/** Why an agent started something again, or why it is not well, as a kind that has a picture. */
export type Kind = 'memory' | 'liveness' | 'readiness' | 'files' | 'watchdog'

const kinds: Record<string, Kind> = {
    'memory-limit': 'memory',
    'memory-killed': 'memory',
    liveness: 'liveness',
    readiness: 'readiness',
    'files-changed': 'files',
    watchdog: 'watchdog',
}

/** How agents begin their words that send no codes: those of others, and those of before. */
const forms: [RegExp, Kind][] = [
    [/^(memory|oom|out of memory)\b|^used \d+ MB of memory\b|\bmemory limit\b/i, 'memory'],
    [/^liveness\b/i, 'liveness'],
    [/^readiness\b/i, 'readiness'],
    [/^files? changed\b/i, 'files'],
    [/^watchdog\b/i, 'watchdog'],
]

/** The kind of a reason; undefined for any other. */
export function kindOf(text: string | undefined, why: Why | undefined): Kind | undefined {
    if (why) return why.map(({ code }) => kinds[code]).find(Boolean)
    return text === undefined ? undefined : forms.find(([form]) => form.test(text))?.[1]
}
