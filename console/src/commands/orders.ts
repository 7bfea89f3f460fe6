import type { components } from '@generated/schema'

export type Order = components['schemas']['Command']

/** What the person asked for has ended, one way or the other. */
export function ended(order: Order): boolean {
    return order.status === 'done' || order.status === 'error' || order.status === 'cancelled'
}
