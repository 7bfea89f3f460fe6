/** What the server said was wrong (RFC 9457), or that it could not be reached at all. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly title: string,
        readonly detail: string,
        readonly retryAfter?: number,
        readonly errorId?: string,
    ) {
        super(detail || title)
        this.name = 'Problem'
    }

    /** No answer came: the server is away, or the network is. */
    get unreachable(): boolean {
        return this.status === 0
    }

    /** Somebody else edited the thing meanwhile. */
    get outdated(): boolean {
        return this.status === 412
    }

    static unreachable(cause: unknown): Problem {
        return new Problem(0, 'unreachable', cause instanceof Error ? cause.message : String(cause))
    }

    static of(response: Response, body: unknown): Problem {
        const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
        const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string) : undefined)
        const wait = Number(response.headers.get('retry-after'))
        return new Problem(
            response.status,
            text('title') ?? response.statusText,
            text('detail') ?? (typeof body === 'string' ? body.slice(0, 500) : ''),
            wait > 0 ? wait : undefined,
            text('error'),
        )
    }
}

/** Any thrown thing as a problem; a bug of ours keeps its own message. */
export function asProblem(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown
    return new Problem(-1, 'error', thrown instanceof Error ? thrown.message : String(thrown))
}
