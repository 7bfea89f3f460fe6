import { boxWidth, columnHeight, columnStep, rowStep, type Box as Placed } from '@/graph/boxes'
import type { Line } from './services'

/** A box of the drawing: who calls, what is called, who provides it. */
export interface Box extends Placed {
    column: 0 | 1 | 2
    id: number
    /** A service that is called and that nobody provides. */
    bad: boolean
}
export interface Edge {
    from: Box
    to: Box
    instances: number
}
export interface Drawing {
    boxes: Box[]
    edges: Edge[]
    width: number
    height: number
    /** How many services are left out. */
    more: number
}

/** More are no picture any more; the table has all. */
const most = 40

type Column = 0 | 1 | 2

/**
 * Callers on the left, services in the middle, providers on the right. Each column is in the order of what its boxes are
 * connected with, so that few lines cross.
 */
export function drawn(lines: readonly Line[]): Drawing {
    const names = new Map(lines.map(line => [line.serviceId, line.service]))
    const services = [...names].sort(([, a], [, b]) => a.localeCompare(b)).map(([id]) => id)
    const kept = services.slice(0, most)
    const used = lines.filter(line => kept.includes(line.serviceId))
    const asks = used.filter(line => line.kind === 'asks')
    const provides = used.filter(line => line.kind === 'provides')

    const place = (ids: readonly number[]) => new Map(ids.map((id, at) => [id, at]))
    const byApp = (of: readonly Line[], order: Map<number, number>) =>
        ordered(
            of.map(line => line.appId),
            id => mean(of.filter(line => line.appId === id).map(line => order.get(line.serviceId) ?? 0)),
        )
    let middle = place(kept)
    let left = byApp(asks, middle)
    let right = byApp(provides, middle)
    const [before, behind] = [place(left), place(right)]
    const moved = ordered(kept, id =>
        mean([
            ...asks.filter(line => line.serviceId === id).map(line => before.get(line.appId) ?? 0),
            ...provides.filter(line => line.serviceId === id).map(line => behind.get(line.appId) ?? 0),
        ]),
    )
    middle = place(moved)
    left = byApp(asks, middle)
    right = byApp(provides, middle)

    const height = columnHeight(Math.max(left.length, moved.length, right.length))
    const apps = new Map(used.map(line => [line.appId, line.app]))
    const boxes = new Map<string, Box>()
    function column(at: Column, ids: readonly number[], name: (id: number) => string) {
        const own = columnHeight(ids.length)
        ids.forEach((id, row) => {
            const key = `${at}:${id}`
            boxes.set(key, {
                key,
                column: at,
                id,
                name: name(id),
                x: at * columnStep,
                y: (height - own) / 2 + row * rowStep,
                bad: at === 1 && !provides.some(line => line.serviceId === id),
            })
        })
    }
    column(0, left, id => apps.get(id) ?? '')
    column(1, moved, id => names.get(id) ?? '')
    column(2, right, id => apps.get(id) ?? '')

    const edge = (from: string, to: string, instances: number): Edge[] => {
        const [a, b] = [boxes.get(from), boxes.get(to)]
        return a && b ? [{ from: a, to: b, instances }] : []
    }
    return {
        boxes: [...boxes.values()],
        edges: [
            ...asks.flatMap(line => edge(`0:${line.appId}`, `1:${line.serviceId}`, line.instances)),
            ...provides.flatMap(line => edge(`1:${line.serviceId}`, `2:${line.appId}`, line.instances)),
        ],
        width: boxWidth + 2 * columnStep,
        height,
        more: services.length - kept.length,
    }
}

function mean(of: readonly number[]): number {
    return of.length ? of.reduce((sum, one) => sum + one, 0) / of.length : Number.MAX_SAFE_INTEGER
}

/** Each once, by weight; those of one weight stay in order. */
function ordered(ids: readonly number[], weight: (id: number) => number): number[] {
    return [...new Set(ids)]
        .map(id => ({ id, by: weight(id) }))
        .sort((a, b) => a.by - b.by)
        .map(one => one.id)
}

/** Who calls whom: a row for each caller, service and provider; a part is absent where there is none. */
export interface Call {
    id: string
    service: { id: number; name: string }
    caller?: { id: number; name: string; instances: number }
    provider?: { id: number; name: string; instances: number }
}

export function callsOf(lines: readonly Line[]): Call[] {
    const services = new Map(lines.map(line => [line.serviceId, line.service]))
    const of = (kind: string, service: number) => {
        const found = lines
            .filter(line => line.kind === kind && line.serviceId === service)
            .map(line => ({ id: line.appId, name: line.app, instances: line.instances }))
        return found.length ? found : [undefined]
    }
    return [...services].flatMap(([id, name]) =>
        of('asks', id).flatMap(caller =>
            of('provides', id).map(provider => ({
                id: `${caller?.id ?? ''}>${id}>${provider?.id ?? ''}`,
                service: { id, name },
                caller,
                provider,
            })),
        ),
    )
}

/** The lines of the services in whose name, or in that of one of their apps, every word is. */
export function filtered(lines: readonly Line[], typed: string): Line[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
    const fits = new Set(
        lines
            .filter(line => words.every(word => `${line.service} ${line.app}`.toLowerCase().includes(word)))
            .map(line => line.serviceId),
    )
    return lines.filter(line => fits.has(line.serviceId))
}
