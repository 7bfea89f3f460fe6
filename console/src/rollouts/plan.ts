import type { Plan, PlanNode } from './rollouts'

export interface Batch {
    index: number
    canary: boolean
    nodes: PlanNode[]
}

/** The nodes by batch; what has a warning stands first, then by name. */
export function batchesOf(plan: Plan, canary: boolean): Batch[] {
    const made = plan.batches.map((_, index): Batch => ({
        index,
        canary: canary && index === 0 && plan.batches.length > 1,
        nodes: [],
    }))
    for (const node of plan.nodes) made[node.batch]?.nodes.push(node)
    for (const batch of made) {
        batch.nodes.sort((a, b) => b.warnings.length - a.warnings.length || a.nodeName.localeCompare(b.nodeName))
    }
    return made
}

/** Each warning once, with the nodes it is about; those about most nodes first. Of the whole plan: without nodes. */
export function warningsOf(plan: Plan): { text: string; nodes: PlanNode[] }[] {
    const made = new Map<string, PlanNode[]>()
    for (const text of plan.warnings) made.set(text, [])
    for (const node of plan.nodes) {
        for (const text of node.warnings) made.set(text, [...(made.get(text) ?? []), node])
    }
    const whole = new Set(plan.warnings)
    return [...made]
        .map(([text, nodes]) => ({ text, nodes }))
        .sort((a, b) => Number(whole.has(b.text)) - Number(whole.has(a.text)) || b.nodes.length - a.nodes.length)
}

export type Act = PlanNode['act']
export const acts: Act[] = ['install', 'adopt', 'restart', 'start', 'stop', 'keep', 'nothing']

export function actCounts(plan: Plan): Record<Act, number> {
    const made: Record<Act, number> = { install: 0, adopt: 0, restart: 0, start: 0, stop: 0, keep: 0, nothing: 0 }
    for (const node of plan.nodes) made[node.act]++
    return made
}

/** What travels over the network, as far as the server knows. */
export function bytesOf(plan: Plan): number {
    return plan.nodes.reduce((sum, node) => sum + node.files.downloadBytes, 0)
}

/** From which releases nodes come, those of most nodes first; not those that already have the new one. */
export function origins(plan: Plan): { id: number; version: string; to: number; toVersion: string; n: number }[] {
    const made = new Map<string, { id: number; version: string; to: number; toVersion: string; n: number }>()
    for (const node of plan.nodes) {
        if (!node.fromReleaseId || !node.toReleaseId || node.fromReleaseId === node.toReleaseId) continue
        const key = `${node.fromReleaseId}:${node.toReleaseId}`
        const known = made.get(key)
        if (known) known.n++
        else
            made.set(key, {
                id: node.fromReleaseId,
                version: node.fromVersion ?? '',
                to: node.toReleaseId,
                toVersion: node.toVersion ?? '',
                n: 1,
            })
    }
    return [...made.values()].sort((a, b) => b.n - a.n)
}
