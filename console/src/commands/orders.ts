import { sentenceText } from '@/sentences/sentence'
import type { components } from '@generated/schema'

export type Order = components['schemas']['Command']

/** What the person asked for has ended, one way or the other. */
export function ended(order: Order): boolean {
    return order.status === 'done' || order.status === 'error' || order.status === 'cancelled'
}

/** What it brought, or why it ended without an answer: in the reader's language, unless it is what a command printed. */
export function resultText(order: Pick<Order, 'status' | 'command' | 'result'>): string {
    const result = order.result ?? ''
    const ours = order.status === 'cancelled' || order.command.startsWith('node/')
    return ours ? sentenceText(result) : result
}
