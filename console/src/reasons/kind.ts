/** Why an agent started something anew, or why it is not well, apart from its words. */
export type Cause = 'memory' | 'liveness' | 'readiness' | 'files' | 'exit' | 'watchdog' | 'asked'

const forms: [RegExp, Cause][] = [
    [/^(memory|oom|out of memory)\b|^used \d+ MB of memory\b|\bmemory limit\b/i, 'memory'],
    [/^liveness\b/i, 'liveness'],
    [/^readiness\b/i, 'readiness'],
    [/^files? changed\b/i, 'files'],
    [/^watchdog\b/i, 'watchdog'],
    [/^(asked|restart asked)\b/i, 'asked'],
    [/^(exit|exited|ended|crashed)\b/i, 'exit'],
]

/** The kind of a reason by how agents begin it; undefined for any other text. */
export function causeOf(reason: string | undefined): Cause | undefined {
    return reason === undefined ? undefined : forms.find(([form]) => form.test(reason))?.[1]
}

/** The reason without the word that its kind already says. */
export function detailOf(reason: string): string {
    return causeOf(reason) ? reason.replace(/^(liveness|readiness|files? changed|memory|watchdog):\s*/i, '') : reason
}
