import { labelTexts, parseLabels } from '@/node/node'
import type { components } from '@generated/schema'

export type NodeRule = components['schemas']['NodeRule']

/** A rule as it is edited. */
export interface RuleDraft {
    projectId?: number
    pattern: string
    name: string
    /** As people type them. */
    labels: string
    priority: number
}

export function ruleDraft(rule: NodeRule | undefined, projectId?: number): RuleDraft {
    return {
        projectId: rule?.projectId ?? projectId,
        pattern: rule?.pattern ?? '',
        name: rule?.name ?? '',
        labels: labelTexts(rule?.labels).join(', '),
        priority: rule?.priority ?? 0,
    }
}

export function ruleBody(draft: RuleDraft, made: boolean): Record<string, unknown> {
    return {
        ...(made ? {} : { projectId: draft.projectId }),
        pattern: draft.pattern,
        name: draft.name.trim(),
        labels: parseLabels(draft.labels),
        priority: draft.priority,
    }
}

/** An address, one with `*`, or a network as `10.0.4.0/24`. */
export function isPattern(text: string): boolean {
    if (text.includes('*')) return /^[0-9a-fA-F.:*]+$/.test(text)
    const [address = '', bits, more] = text.split('/')
    if (more !== undefined || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return false
    if (bits !== undefined && Number(bits) > (address.includes(':') ? 128 : 32)) return false
    if (address.includes(':')) return /^[0-9a-fA-F:]+$/.test(address)
    const parts = address.split('.')
    return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}
