import { labelTexts, parseLabels } from '@/node/node'
import { send, type Schemas } from '@/api/client'
import { quoted } from '@/ui/command'

export type Rule = Schemas['ConfigRule']
export type Constraint = Schemas['ConfigConstraint']
export type Roles = Schemas['ConfigRoles']
export type Approval = Schemas['ConfigApproval']

const path = (app: number) => `/apps/${app}/config`

export const listConstraints = (app: number, signal?: AbortSignal): Promise<Schemas['ConfigConstraints']> =>
    send('GET', `${path(app)}/constraints`, { signal })

export const showRoles = (app: number, signal?: AbortSignal): Promise<Roles> =>
    send('GET', `${path(app)}/roles`, { signal })

export const showApproval = (app: number, signal?: AbortSignal): Promise<Approval> =>
    send('GET', `${path(app)}/approval`, { signal })

export const showPolicy = (project: number, signal?: AbortSignal): Promise<Schemas['ConfigPolicy']> =>
    send('GET', `/projects/${project}/config-policy`, { signal })

/** A rule as it is edited: lists as people type them. */
export interface RuleDraft {
    projectId?: number
    scope: string
    ip: string
    localIp: string
    labels: string
    priority: number
}

export const ruleDraft = (rule: Rule | undefined, projectId?: number): RuleDraft => ({
    projectId: rule?.projectId ?? projectId,
    scope: rule?.scope ?? '',
    ip: rule?.ip.join(', ') ?? '',
    localIp: rule?.localIp.join(', ') ?? '',
    labels: labelTexts(rule?.labels).join(', '),
    priority: rule?.priority ?? 0,
})

const parts = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

export function ruleBody(draft: RuleDraft, made: boolean): Record<string, unknown> {
    return {
        ...(made ? {} : { projectId: draft.projectId }),
        scope: draft.scope.trim(),
        ip: parts(draft.ip),
        localIp: parts(draft.localIp),
        labels: parseLabels(draft.labels),
        priority: draft.priority,
    }
}

export function ruleCommand(draft: RuleDraft): string {
    return [
        `config rule create ${quoted(draft.scope.trim())}`,
        ...parts(draft.ip).map(one => `--ip ${quoted(one)}`),
        ...parts(draft.localIp).map(one => `--local-ip ${quoted(one)}`),
        ...labelTexts(parseLabels(draft.labels)).map(one => `--label ${quoted(one)}`),
        draft.priority ? `--priority ${draft.priority}` : '',
    ]
        .filter(Boolean)
        .join(' ')
}

/** What a rule asks for, in one line; empty: nothing. */
export function ruleText(rule: Rule, word: (name: 'ip' | 'localIp') => string): string {
    return [
        rule.ip.length ? `${word('ip')} ${rule.ip.join(', ')}` : '',
        rule.localIp.length ? `${word('localIp')} ${rule.localIp.join(', ')}` : '',
        ...labelTexts(rule.labels),
    ]
        .filter(Boolean)
        .join(' · ')
}

/** The options of `config constraint set` that say the same. */
export function constraintOptions(of: Omit<Constraint, 'key'>): string {
    return (
        (of.required ? ' --required' : '') +
        (of.pattern ? ` --pattern ${quoted(of.pattern)}` : '') +
        (of.schema ? ' --schema FILE' : '')
    )
}

/** Only what differs. */
export function rolesEdit(before: Roles, after: Roles): Partial<Roles> {
    const edit: Partial<Roles> = {}
    if (before.read !== after.read) edit.read = after.read
    if (before.edit !== after.edit) edit.edit = after.edit
    if (before.publish !== after.publish) edit.publish = after.publish
    if (before.reveal !== after.reveal) edit.reveal = after.reveal
    return edit
}
