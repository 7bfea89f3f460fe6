import { say } from '@/ui/locale'
import { words } from '@/ui/words'
import type { components } from '@generated/schema'
import { kindText, thingText } from './kinds'

export type Change = components['schemas']['Change']

/** What one request did: one line, which unfolds to its changes. */
export interface Act {
    /** Of its newest change. */
    id: number
    at: number
    actor: string
    /** The change that says best what it was about. */
    head: Change
    changes: Change[]
}

/** The changes of one act stand together; the newest first stays so. */
export function acts(changes: readonly Change[]): Act[] {
    const found: Act[] = []
    for (const change of changes) {
        const last = found.at(-1)
        if (last && last.head.act === change.act && last.actor === change.actor) {
            last.changes.push(change)
            last.head = headOf(last.changes)
        } else {
            found.push({ id: change.id, at: change.at, actor: change.actor, head: change, changes: [change] })
        }
    }
    return found
}

/** The newest acts and those shown as one list; undefined when others may stand between them. */
export function joined(newest: readonly Act[], shown: readonly Act[]): Act[] | undefined {
    const old = shown.flatMap(act => act.changes)
    const known = new Set(old.map(change => change.id))
    const found = newest.flatMap(act => act.changes)
    if (!found.some(change => known.has(change.id))) return undefined
    return acts([...found.filter(change => !known.has(change.id)), ...old])
}

const first = ['rollout.created', 'rollout.reverting', 'node.leaving', 'node.deleted']

function headOf(changes: Change[]): Change {
    const telling = first.flatMap(kind => changes.filter(change => change.kind === kind))[0]
    return telling ?? changes.find(change => change.subjectKind === 'deployment') ?? (changes.at(-1) as Change)
}

const t = say(words)

function one(texts: (string | undefined)[]): string | undefined {
    const all = new Set(texts)
    return all.size === 1 ? [...all][0] : undefined
}

/** `shop-web 1.1.0 → 1.2.0 on 3 nodes`: what a change is about, by names; an id only where there is no name any more. */
export function aboutText(change: Change, among: readonly Change[] = [change]): string {
    const name =
        (change.subjectKind === 'deployment' ? change.subjectName : change.deploymentName) ??
        change.subjectName ??
        change.nodeName
    const moved = among.filter(each => each.toVersion && each.toVersion !== each.fromVersion)
    const from = one(moved.map(each => each.fromVersion))
    const to = one(moved.map(each => each.toVersion))
    const own = change.subjectKind === 'release' ? change.subjectName : undefined
    const version = to ? (from ? `${from} → ${to}` : to) : own === name ? undefined : own
    const nodes = [...new Set(among.filter(each => each.nodeId).map(each => each.nodeName ?? `#${each.nodeId}`))]
    const about = change.subjectKind === 'node' ? '' : nodesText(nodes)
    return [name ?? `${thingText(change.subjectKind)} #${change.subjectId}`, version, about].filter(Boolean).join(' ')
}

function nodesText(nodes: string[]): string {
    if (nodes.length === 0) return ''
    return nodes.length === 1 ? t('act.on', { node: nodes[0] ?? '' }) : t('act.onNodes', { n: nodes.length })
}

/** What was done: `Rollout created`. */
export function actText(act: Act): string {
    return kindText(act.head.kind)
}
