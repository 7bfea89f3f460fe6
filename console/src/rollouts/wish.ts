import type { LocationQuery } from 'vue-router'
import { onNodes } from '@/shape/cli'
import { quoted } from '@/ui/command'
import { store, stored } from '@/ui/locale'

export type OnFailure = 'stop' | 'revert' | 'continue'
export const onFailures: OnFailure[] = ['stop', 'revert', 'continue']

/** The batch that leaves nothing for later. */
export const everything = '100%'

/**
 * How a release is to be moved onto nodes. What is empty takes the server's default: everywhere, now, a publish with one
 * node first.
 */
export interface Wish {
    kind: 'publish' | 'rollback'
    release?: number
    nodes: number[]
    /** `zone=east`: only nodes with these labels. */
    labels: string[]
    /** `10` or `25%`; empty: all that come after the canary. */
    batch: string
    /** Size of the first batch, in the same form; empty: like the others. */
    canary: string
    pauseSeconds: number
    pauseAfterCanary: boolean
    /** Percent of the calls that the first batch gets; 0: its own share. */
    weight: number
    /** How long it gets that, once it is ready. */
    rampSeconds: number
    onFailure: OnFailure
    maxFailures: number
    healthSeconds: number
    /** Epoch ms; absent: now. */
    startAt?: number
    /** `draft`, the number of a config release, `none`; empty: as the server does by itself. */
    config: string
}

export const defaultHealthSeconds = 120
export const defaultRampSeconds = 60

export function noWish(kind: Wish['kind'] = 'publish'): Wish {
    return {
        kind,
        nodes: [],
        labels: [],
        batch: '',
        canary: '',
        pauseSeconds: 0,
        pauseAfterCanary: false,
        weight: 0,
        rampSeconds: defaultRampSeconds,
        onFailure: 'stop',
        maxFailures: 0,
        healthSeconds: defaultHealthSeconds,
        config: '',
    }
}

const strategy = [
    'batch',
    'canary',
    'pauseSeconds',
    'pauseAfterCanary',
    'weight',
    'rampSeconds',
    'onFailure',
    'maxFailures',
    'healthSeconds',
] as const
type Strategy = Pick<Wish, (typeof strategy)[number]>

/** Keeps in this browser how the deployment was published, for the next time. */
export function remember(deployment: number, wish: Wish): void {
    const kept = Object.fromEntries(strategy.map(name => [name, wish[name]]))
    store(`stardust.strategy.${deployment}`, JSON.stringify(kept))
}

/** How the deployment was published last from this browser; empty when it was not. */
export function remembered(deployment: number): Partial<Strategy> {
    const plain = noWish()
    try {
        const kept: unknown = JSON.parse(stored(`stardust.strategy.${deployment}`) ?? '{}')
        const known = strategy.filter(name => typeof (kept as Strategy)[name] === typeof plain[name])
        return Object.fromEntries(known.map(name => [name, (kept as Strategy)[name]]))
    } catch {
        return {} // What is kept there is anybody's.
    }
}

/** A count or a share, as the server takes it. */
export function isAmount(text: string): boolean {
    const found = /^([1-9]\d{0,4})(%?)$/.exec(text.trim())
    return !!found && (found[2] === '' || Number(found[1]) <= 100)
}

export type WrongField = 'batch' | 'canary' | 'weight' | 'labels' | 'startAt'

/** Which fields the server would refuse. */
export function wrongOf(wish: Wish, now: number): WrongField[] {
    const wrong: WrongField[] = []
    if (wish.batch && !isAmount(wish.batch)) wrong.push('batch')
    if (wish.canary && !isAmount(wish.canary)) wrong.push('canary')
    // All at once leaves nobody for the other calls.
    if (wish.weight && wish.batch.trim() === everything && !wish.canary.trim()) wrong.push('weight')
    if (wish.labels.some(label => !/^[^=\s]+(=.*)?$/.test(label))) wrong.push('labels')
    if (wish.startAt !== undefined && wish.startAt <= now) wrong.push('startAt')
    return wrong
}

/** How many of the rarer fields say something else than the default. */
export function special(wish: Wish): number {
    const plain = noWish(wish.kind)
    const names = [
        'batch',
        'canary',
        'pauseSeconds',
        'pauseAfterCanary',
        'weight',
        'onFailure',
        'maxFailures',
        'healthSeconds',
        'startAt',
    ] as const
    return names.filter(name => wish[name] !== plain[name]).length
}

/** The body for the API; only what was chosen. */
export function bodyOf(wish: Wish, deployment?: number): Record<string, unknown> {
    return {
        deploymentId: deployment,
        releaseId: wish.release,
        nodeIds: wish.nodes.length ? wish.nodes : undefined,
        labels: wish.labels.length ? wish.labels : undefined,
        batch: wish.batch.trim() || undefined,
        canary: wish.canary.trim() || undefined,
        pauseSeconds: wish.pauseSeconds || undefined,
        pauseAfterCanary: wish.pauseAfterCanary || undefined,
        weight: wish.weight || undefined,
        rampSeconds: wish.weight ? wish.rampSeconds : undefined,
        onFailure: wish.onFailure === 'stop' ? undefined : wish.onFailure,
        maxFailures: wish.maxFailures || undefined,
        healthSeconds: wish.healthSeconds === defaultHealthSeconds ? undefined : wish.healthSeconds,
        startAt: wish.startAt,
        config: wish.config || undefined,
    }
}

/** The same words for the command line. */
export function cliOf(
    name: string,
    wish: Wish,
    known: { version?: string; nodes?: Record<number, string> } = {},
    plan = false,
): string {
    const parts = [`deploy ${wish.kind} ${name}`]
    if (known.version) parts.push(`--${wish.kind === 'publish' ? 'version' : 'to'} ${quoted(known.version)}`)
    const nodes = onNodes(wish.nodes.map(id => known.nodes?.[id] ?? String(id))).trim()
    if (nodes) parts.push(nodes)
    for (const label of wish.labels) parts.push(`--label ${quoted(label)}`)
    if (wish.batch.trim() === everything && !wish.canary.trim()) parts.push('--all-at-once')
    else if (wish.batch.trim()) parts.push(`--batch ${wish.batch.trim()}`)
    if (wish.canary.trim()) parts.push(`--canary ${wish.canary.trim()}`)
    if (wish.pauseSeconds) parts.push(`--pause ${wish.pauseSeconds}`)
    if (wish.pauseAfterCanary) parts.push('--pause ask')
    if (wish.weight) parts.push(`--weight ${wish.weight}% --ramp ${wish.rampSeconds}s`)
    if (wish.onFailure !== 'stop') parts.push(`--on-failure ${wish.onFailure}`)
    if (wish.maxFailures) parts.push(`--max-failures ${wish.maxFailures}`)
    if (wish.healthSeconds !== defaultHealthSeconds) parts.push(`--health ${wish.healthSeconds}`)
    if (wish.startAt !== undefined) parts.push(`--at ${new Date(wish.startAt).toISOString()}`)
    if (wish.config) parts.push(`--config ${wish.config}`)
    if (plan) parts.push('--plan')
    return parts.join(' ')
}

/** The wish in an address, so that a plan can be sent to a colleague. */
export function queryOf(wish: Wish): Record<string, string | undefined> {
    const text = (value: unknown) => (value === undefined ? undefined : String(value))
    const { nodeIds, labels, ...body } = bodyOf(wish)
    return {
        kind: wish.kind === 'rollback' ? 'rollback' : undefined,
        release: text(body['releaseId']),
        nodes: nodeIds ? wish.nodes.join(',') : undefined,
        labels: labels ? wish.labels.join(',') : undefined,
        batch: text(body['batch']),
        canary: text(body['canary']),
        pause: text(body['pauseSeconds']),
        hold: wish.pauseAfterCanary ? '1' : undefined,
        weight: text(body['weight']),
        ramp: text(body['rampSeconds']),
        onFailure: text(body['onFailure']),
        maxFailures: text(body['maxFailures']),
        health: text(body['healthSeconds']),
        at: text(body['startAt']),
        config: text(body['config']),
    }
}

export function wishOf(query: LocationQuery): Wish {
    const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
    const number = (name: string) => Math.max(0, Math.trunc(Number(text(name))) || 0)
    const list = (name: string) => text(name).split(',').filter(Boolean)
    const wish = noWish(text('kind') === 'rollback' ? 'rollback' : 'publish')
    return {
        ...wish,
        release: number('release') || undefined,
        nodes: list('nodes')
            .map(Number)
            .filter(id => id > 0),
        labels: list('labels'),
        batch: isAmount(text('batch')) ? text('batch') : '',
        canary: isAmount(text('canary')) ? text('canary') : '',
        pauseSeconds: number('pause'),
        pauseAfterCanary: text('hold') === '1',
        weight: number('weight') < 100 ? number('weight') : 0,
        rampSeconds: number('ramp') || defaultRampSeconds,
        onFailure: onFailures.find(one => one === text('onFailure')) ?? 'stop',
        maxFailures: number('maxFailures'),
        healthSeconds: number('health') || defaultHealthSeconds,
        startAt: number('at') || undefined,
        config: /^(draft|none|[1-9]\d{0,17})$/.test(text('config')) ? text('config') : '',
    }
}
