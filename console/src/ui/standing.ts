/** What the agent last saw of a placement; only what its state is told by. */
export interface Seen {
    state: string
    reachable: boolean
}

/** The one word for how a placement stands: what is old news is `unreachable`, whatever it said. */
export function standing(observed: Seen): string {
    return observed.reachable || observed.state === 'unknown' ? observed.state : 'unreachable'
}
