import type { Grant } from '@/grants/grants'
import type { Line } from '@/services/services'

/** `missing`: it is called without being allowed to; `unused`: a grant that nobody uses now; `same`: needs none. */
export type Permit = 'missing' | 'unused' | 'granted' | 'same'

/** One app that calls this one, or is called by it: what is allowed beside what is seen. */
export interface Call {
    id: string
    way: 'out' | 'in'
    other: { id: number; name: string }
    /** Services by name; none when only a grant says so. */
    services: string[]
    grant?: Grant
    permit: Permit
}

/**
 * Grants of an app beside who asks for whose services. `projectOf` tells the project of an app, undefined when it is out of
 * sight, which an app of the same project never is.
 */
export function callsOf(
    app: { id: number; projectId: number },
    lines: readonly Line[],
    grants: readonly Grant[],
    projectOf: (id: number) => number | undefined,
): Call[] {
    const found = new Map<string, Omit<Call, 'permit'>>()
    function seen(way: 'out' | 'in', other: Line, service: string) {
        if (other.appId === app.id) return
        const id = `${way} ${other.appId}`
        const one = found.get(id) ?? { id, way, other: { id: other.appId, name: other.app }, services: [] }
        if (!one.services.includes(service)) one.services.push(service)
        found.set(id, one)
    }
    const asks = lines.filter(line => line.kind === 'asks')
    const provides = lines.filter(line => line.kind === 'provides')
    for (const caller of asks) {
        for (const provider of provides) {
            if (caller.serviceId !== provider.serviceId) continue
            if (caller.appId === app.id) seen('out', provider, caller.service)
            if (provider.appId === app.id) seen('in', caller, caller.service)
        }
    }
    for (const grant of grants) {
        const way = grant.consumerAppId === app.id ? 'out' : 'in'
        const other =
            way === 'out'
                ? { id: grant.providerAppId, name: grant.providerApp }
                : { id: grant.consumerAppId, name: grant.consumerApp }
        const id = `${way} ${other.id}`
        found.set(id, { ...(found.get(id) ?? { id, way, other, services: [] }), grant })
    }
    const permit = (one: Omit<Call, 'permit'>): Permit => {
        if (projectOf(one.other.id) === app.projectId) return 'same'
        if (!one.grant) return 'missing'
        return one.services.length ? 'granted' : 'unused'
    }
    return [...found.values()].map(one => ({ ...one, permit: permit(one) }))
}

const order: Permit[] = ['missing', 'unused', 'granted', 'same']
export const permitRank = (one: Call): number => order.indexOf(one.permit)
