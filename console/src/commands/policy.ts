/** Which commands a scope lets people give; null: as the wider scope says. */
export interface CommandPolicy {
    shell?: boolean | null
    commands?: string[] | null
}

/** What was said for a scope, and what holds there and by whose word. */
export interface PolicyView extends CommandPolicy {
    effectiveShell: boolean
    effectiveCommands: string[]
    shellFrom: string
    commandsFrom: string
}

/** Known to our agents, from the harmless to the others. */
export const knownCommands = [
    'deploy/*',
    'file/tail',
    'node/restart',
    'node/upgrade',
    'node/setchannel',
    'node/synctime',
    'node/reboot',
]

/** What the policy lets be given; agents may refuse it all the same. */
export function allowed(policy: Pick<PolicyView, 'effectiveShell' | 'effectiveCommands'>, command: string): boolean {
    if (command === 'bash' || command === 'cmd') return policy.effectiveShell
    return policy.effectiveCommands.some(one =>
        one.endsWith('*') ? command.startsWith(one.slice(0, -1)) : one === command,
    )
}

export interface PolicyDraft {
    shell: 'inherit' | 'yes' | 'no'
    /** True: the commands are named here. */
    own: boolean
    commands: string[]
}

export function draftOf(view: PolicyView): PolicyDraft {
    const said = view.shell
    return {
        shell: said === undefined || said === null ? 'inherit' : said ? 'yes' : 'no',
        own: view.commands !== undefined && view.commands !== null,
        commands: [...(view.commands ?? view.effectiveCommands)],
    }
}

export function policyOf(draft: PolicyDraft): CommandPolicy {
    return {
        shell: draft.shell === 'inherit' ? null : draft.shell === 'yes',
        commands: draft.own ? [...new Set(draft.commands)].sort() : null,
    }
}

/** Commands as a person types them, with commas, spaces or lines between; in small letters, as they are compared. */
export function parseCommands(text: string): string[] {
    return [
        ...new Set(
            text
                .toLowerCase()
                .split(/[\s,;]+/)
                .filter(Boolean),
        ),
    ]
}

export function isCommand(text: string): boolean {
    return text === '*' || /^[a-z0-9][a-z0-9._:/-]{0,99}\*?$/.test(text)
}

/** ` --project 1` of `/projects/1`, ` --node 3` of `/nodes/3`, nothing for the platform. */
export function policyWords(scope: string): string {
    const found = /^\/(project|node)s\/(\d+)$/.exec(scope)
    return found ? ` --${found[1]} ${found[2]}` : ''
}
