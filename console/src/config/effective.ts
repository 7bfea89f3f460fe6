import { send, withQuery, type Schemas } from '@/api/client'
import { listNodes, type Node } from '@/node/node'
import { quoted, type Command } from '@/ui/command'

type Config = Schemas['EffectiveConfig']

/** Whose config is shown: of a scope, of a running instance, or of one that starts on a node or at an address. */
export const views = ['scope', 'instance', 'place'] as const
export type View = (typeof views)[number]

/** As the URL has it. */
export interface Asker {
    by?: string
    scope?: string
    instance?: string
    node?: string
    ip?: string
}

export const viewOf = ({ by }: Asker): View => views.find(view => view === by) ?? 'scope'

/** What of it counts in the view that is open. */
function given(asker: Asker): Omit<Asker, 'by'> {
    const { scope, instance, node, ip } = asker
    const view = viewOf(asker)
    if (view === 'instance') return { instance }
    return view === 'place' ? { node, ip } : { scope }
}

/** An instance or a place is to be named first. */
export const unnamed = (asker: Asker): boolean =>
    viewOf(asker) !== 'scope' && !Object.values(given(asker)).some(value => !!value)

/** Nodes of the app's project with this in their names, at most `limit` of them. */
export async function nodesLike(project: number, q: string, limit: number, signal?: AbortSignal): Promise<Node[]> {
    const { items } = await listNodes({ q, project, limit }, signal)
    return [...items]
}

/** `node`: its id; the name is of no use to the server. */
const path = (app: number, asker: Asker, node?: number) =>
    withQuery(`/apps/${app}/config/effective`, { ...given(asker), node })

export const showEffective = (app: number, asker: Asker, node?: number, signal?: AbortSignal): Promise<Config> =>
    send('GET', path(app, asker, node), { signal })

export function effectiveCommand(app: { appId: number; app: string }, asker: Asker, node?: number): Command {
    const options = Object.entries(given(asker))
        .filter(([, value]) => value)
        .map(([name, value]) => ` --${name} ${quoted(String(value))}`)
    return {
        cli: `config effective ${quoted(app.app)}${options.join('')}`,
        api: { method: 'GET', path: path(app.appId, asker, node) },
    }
}
