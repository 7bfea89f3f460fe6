import { quoted } from '@/ui/command'
import type { Fields, Probe } from './deployment'
import { offeredWord } from './offered'

/** ` --node a,b`, or nothing for all. */
export function onNodes(names: readonly string[]): string {
    return names.length ? ` --node ${names.map(quoted).join(',')}` : ''
}

const texts: [keyof Fields, string][] = [
    ['displayName', '--display-name'],
    ['mode', '--mode'],
    ['fileName', '--file-name'],
    ['arguments', '--arguments'],
    ['workingDirectory', '--working-directory'],
    ['userName', '--user'],
    ['healthCheck', '--health-check'],
    ['port', '--port'],
    ['maxMemory', '--max-memory'],
    ['priority', '--priority'],
    ['oomScoreAdjust', '--oom-score-adjust'],
    ['reloadPatterns', '--reload-patterns'],
    ['keep', '--keep'],
    ['reloadCommand', '--reload-command'],
    ['onConfig', '--on-config'],
    ['logFiles', '--log-files'],
    ['portArgument', '--port-argument'],
    ['stopWait', '--stop-wait'],
    ['drainWait', '--drain-wait'],
    ['ramp', '--ramp'],
    ['overlapPort', '--overlap-port'],
]
const switches: [keyof Fields, string][] = [
    ['allowMultiple', 'allow-multiple'],
    ['autoStop', 'auto-stop'],
    ['reloadOnChange', 'reload-on-change'],
    ['multiVersion', 'multi-version'],
    ['enabled', 'enabled'],
]

/** `http:/health`, as the command line has it; undefined for what it has no words for. */
function probeWord(probe: Probe): string | undefined {
    if (probe.delayMs || probe.periodMs || probe.timeoutMs || probe.failures || probe.expect) return undefined
    if (!probe.target) return probe.kind
    return /^https?:/.test(probe.target) ? probe.target : `${probe.kind}:${probe.target}`
}

/** The options of `deploy create` and `deploy edit` for what is named; undefined when they cannot say all of it. */
export function shapeOptions(fields: Partial<Fields>): string | undefined {
    let made = ''
    for (const name of ['readiness', 'liveness'] as const) {
        const probe = fields[name]
        if (!probe) continue
        const word = probeWord(probe)
        if (word === undefined) return undefined
        made += ` --${name} ${quoted(word)}`
    }
    for (const [name, option] of texts) {
        const value = fields[name]
        if (value !== undefined) made += ` ${option} ${quoted(String(value)) || "''"}`
    }
    for (const one of fields.environmentSet ?? []) {
        // The value of a secret comes from the variable of the same name where the command runs.
        if (one.secret) made += ` --secret ${quoted(one.name)}`
        else if (one.value === undefined) return undefined
        else made += ` --env ${quoted(`${one.name}=${one.value}`)}`
    }
    if (fields.services?.length === 0) made += " --service ''"
    for (const one of fields.services ?? []) made += ` --service ${quoted(offeredWord(one))}`
    if (fields.templates?.length === 0) made += " --template ''"
    for (const one of fields.templates ?? []) made += ` --template ${quoted(`${one.template}=${one.file}`)}`
    for (const name of fields.environmentRemove ?? []) made += ` --env-remove ${quoted(name)}`
    for (const [name, option] of switches) {
        const value = fields[name]
        if (value !== undefined) made += value ? ` --${option}` : ` --no-${option}`
    }
    return made
}

/** Only what differs from before; a thing of several fields differs as a whole. */
export function changed<T extends object>(before: T, after: T): Partial<T> {
    const made: Partial<T> = {}
    for (const name of Object.keys(after) as (keyof T)[]) {
        if (JSON.stringify(before[name] ?? '') !== JSON.stringify(after[name] ?? '')) made[name] = after[name]
    }
    return made
}
