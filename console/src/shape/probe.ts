import { duration } from '@/ui/format'
import type { Probe } from './deployment'

export type ProbeKind = Probe['kind']
export const probeKinds: ProbeKind[] = ['http', 'tcp', 'exec']

/** Takes the probe of a deployment away; on a node it says that there is none, whatever the deployment has. */
export const noProbe: Probe = { kind: 'none' }

/** A probe as it is edited: numbers that are 0 take the agent's default. */
export interface ProbeDraft {
    kind: ProbeKind
    target: string
    delayMs: number
    periodMs: number
    timeoutMs: number
    failures: number
    expect: string
}

export function draftOf(probe: Probe | null | undefined): ProbeDraft | undefined {
    if (!probe) return undefined
    return {
        kind: probe.kind,
        target: probe.target ?? '',
        delayMs: probe.delayMs ?? 0,
        periodMs: probe.periodMs ?? 0,
        timeoutMs: probe.timeoutMs ?? 0,
        failures: probe.failures ?? 0,
        expect: probe.expect ?? '',
    }
}

export function newProbe(kind: ProbeKind): ProbeDraft {
    return { kind, target: kind === 'http' ? '/' : '', delayMs: 0, periodMs: 0, timeoutMs: 0, failures: 0, expect: '' }
}

/** The probe as the API has it, null for nothing said; empty texts are left out. */
export function probeOf(draft: ProbeDraft | undefined): Probe | null {
    if (!draft) return null
    if (draft.kind === 'none') return noProbe
    const { target, expect, ...rest } = draft
    return {
        ...rest,
        ...(target.trim() ? { target: target.trim() } : {}),
        ...(expect && draft.kind === 'http' ? { expect } : {}),
    }
}

/** Why the agent could not ask so; undefined when it can. `port`: the app has one of its own. */
export function wrongProbe(draft: ProbeDraft, port: boolean): 'target' | 'port' | undefined {
    if (draft.kind === 'none') return undefined
    const target = draft.target.trim()
    if (draft.kind === 'exec') return target ? undefined : 'target'
    if (draft.kind === 'tcp')
        return target ? (/^[^\s/]+:\d{1,5}$/.test(target) ? undefined : 'target') : port ? undefined : 'port'
    if (/^https?:\/\/\S+$/.test(target)) return undefined
    if (target && !target.startsWith('/')) return 'target'
    return port ? undefined : 'port'
}

/** `http /health, every 5 s, 3 failures`: a probe in one line. */
export function probeText(probe: Probe | null | undefined, every: (period: string) => string): string | undefined {
    if (!probe) return undefined
    if (probe.kind === 'none') return '–'
    const parts = [[probe.kind, probe.target].filter(Boolean).join(' ')]
    if (probe.periodMs) parts.push(every(duration(probe.periodMs)))
    if (probe.expect) parts.push(`“${probe.expect}”`)
    return parts.join(', ')
}
