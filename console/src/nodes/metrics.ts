import type { Metrics } from '@/node/node'
import { duration } from '@/ui/format'

/** `+1.2 s`, `−340 ms`: how far a clock is ahead of the server's. */
export function offsetText(ms: number): string {
    return `${ms < 0 ? '−' : '+'}${duration(Math.abs(ms))}`
}

export type Quality = 'good' | 'warn' | 'bad' | 'idle'

export interface Way {
    key: 'gateway' | 'dns' | 'server'
    /** ms; 0: it never answered. */
    latency: number
    /** 0..1 of the questions asked lately. */
    loss: number
    quality: Quality
}

function qualityOf(latency: number, loss: number): Quality {
    if (!latency && !loss) return 'idle'
    if (!latency || loss >= 0.2) return 'bad'
    return loss > 0.02 || latency > 200 ? 'warn' : 'good'
}

/** How well the machine reaches what it needs; empty from agents that do not measure it. */
export function ways(metrics: Metrics | undefined): Way[] {
    if (!metrics) return []
    const keys = ['gateway', 'dns', 'server'] as const
    const made = keys.map((key): Way => {
        const latency = metrics[`${key}Latency`] ?? 0
        const loss = metrics[`${key}LossRate`] ?? 0
        return { key, latency, loss, quality: qualityOf(latency, loss) }
    })
    return made.some(way => way.quality !== 'idle') ? made : []
}
