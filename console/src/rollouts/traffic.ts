import type { components } from '@generated/schema'

export type Called = components['schemas']['Called']

/** What becomes of the calls to a process. */
export type CalledState = 'leaving' | 'canary' | 'ramping' | 'whole'

export function calledState(one: Called): CalledState {
    if (one.leaving) return 'leaving'
    if (one.canary) return 'canary'
    return one.weight < one.ownWeight ? 'ramping' : 'whole'
}

/** Who is about to stop comes first, then who gets a part only. */
const order: CalledState[] = ['leaving', 'canary', 'ramping', 'whole']

export function inOrder(all: readonly Called[]): Called[] {
    return [...all].sort(
        (a, b) =>
            order.indexOf(calledState(a)) - order.indexOf(calledState(b)) ||
            a.client.localeCompare(b.client) ||
            a.service.localeCompare(b.service),
    )
}

/** The shares at one time, by process and service. */
export interface Sample {
    at: number
    shares: Record<string, number>
}

export const keyOf = (one: Called): string => `${one.client} ${one.service}`

const most = 600 // samples

/** The samples with one more; the oldest go. */
export function sampled(before: readonly Sample[], all: readonly Called[], at: number): Sample[] {
    const shares = Object.fromEntries(all.map(one => [keyOf(one), one.percent]))
    return [...before, { at, shares }].slice(-most)
}

export const width = 640
export const height = 120

export interface Curve {
    key: string
    path: string
}

/** The share of each over time, as steps: a share holds until it is told otherwise. */
export function curves(samples: readonly Sample[], keys: readonly string[]): Curve[] {
    const first = samples[0]
    const last = samples.at(-1)
    if (!first || !last || samples.length < 2) return []
    const x = (at: number) => Math.round(((at - first.at) / Math.max(1, last.at - first.at)) * width * 10) / 10
    const y = (share: number) => Math.round((1 - share / 100) * height * 10) / 10
    return keys.map(key => {
        const path = samples
            .map((one, i) => {
                const share = y(one.shares[key] ?? 0)
                return i === 0 ? `M${x(one.at)} ${share}` : `H${x(one.at)}V${share}`
            })
            .join('')
        return { key, path }
    })
}
