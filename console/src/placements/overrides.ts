import { changed, onNodes, shapeOptions } from '@/shape/cli'
import type { Deployment, Probe } from '@/shape/deployment'
import { environmentEdit, rowsOf, type Variable } from '@/shape/environment'
import type { Placement } from './placements'

/** What of a placement differs from its deployment, as it is edited; null and empty take what the deployment says. */
export interface Overrides {
    enabled: boolean
    port: number
    fileName: string
    arguments: string
    workingDirectory: string
    mode: string
    environment: Variable[]
    userName: string
    maxMemory: number
    priority: number | null
    oomScoreAdjust: number | null
    healthCheck: string
    readiness: Probe | null
    liveness: Probe | null
    delaySeconds: number
}

export function overridesOf(p: Placement): Overrides {
    return {
        enabled: p.enabled,
        port: p.port,
        fileName: p.fileName ?? '',
        arguments: p.arguments ?? '',
        workingDirectory: p.workingDirectory ?? '',
        mode: p.mode ?? '',
        environment: rowsOf(p.environment),
        userName: p.userName ?? '',
        maxMemory: p.maxMemory ?? -1,
        priority: p.priority ?? null,
        oomScoreAdjust: p.oomScoreAdjust ?? null,
        healthCheck: p.healthCheck ?? '',
        readiness: p.readiness ?? null,
        liveness: p.liveness ?? null,
        delaySeconds: p.delaySeconds ?? 0,
    }
}

/** Why a publish stops the process here before it starts the next, though the deployment has a port for both. */
export function stopsFirst(
    deployment: Pick<Deployment, 'overlapPort' | 'readiness'> | undefined,
    here: Overrides,
): 'port' | 'mode' | 'probe' | undefined {
    if (!deployment?.overlapPort) return undefined
    if (here.port) return 'port'
    if (here.mode && here.mode !== 'shadow') return 'mode'
    // Asked at an address, the new process cannot be told from the old one.
    const asks = here.readiness ?? deployment.readiness
    if (!asks || asks.kind === 'none') return here.healthCheck ? 'probe' : undefined
    return asks.kind !== 'exec' && asks.target && !asks.target.startsWith('/') ? 'probe' : undefined
}

/** What an edit sends: only what differs; what is said no more is named to be cleared. */
export function overridesEdit(before: Overrides, after: Overrides): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    const clear: string[] = []
    for (const [name, value] of Object.entries(changed(before, after))) {
        if (name === 'environment') Object.assign(made, environmentEdit(before.environment, after.environment))
        else if (value === null || (name === 'healthCheck' && value === '')) clear.push(name)
        else made[name] = value
    }
    return clear.length ? { ...made, clear } : made
}

/** The verb that makes this edit; undefined where none can: of several placements of one deployment on a node. */
export function overridesCli(p: Placement, edit: Record<string, unknown>): string | undefined {
    const { delaySeconds, clear, ...rest } = edit as { delaySeconds?: number; clear?: string[] }
    const options = p.deployName === p.deploymentName ? shapeOptions(rest) : undefined
    if (options === undefined) return undefined
    const delay = delaySeconds === undefined ? '' : ` --delay ${delaySeconds}`
    const cleared = clear ? ` --clear ${clear.join(',')}` : ''
    return `deploy override ${p.deployName}${onNodes([p.nodeName])}${options}${delay}${cleared}`
}
