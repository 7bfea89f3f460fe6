import type { Node } from '@/node/node'

/** The nodes that came in since the token was made, with the newest word on each; others are left out. */
export function arrived(known: Node[], seen: Node, since: number): Node[] {
    if (known.some(node => node.id === seen.id)) return known.map(node => (node.id === seen.id ? seen : node))
    return seen.createdAt >= since && seen.approved ? [...known, seen] : known
}
