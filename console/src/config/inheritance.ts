import { boxWidth, columnHeight, columnStep, rowStep, type Box } from '@/graph/boxes'
import type { Schemas } from '@/api/client'

export type Link = Schemas['ConfigLink']
export type Inheritance = Schemas['ConfigInheritance']

export interface InheritanceBox extends Box {
    app: number
    /** All that leads to it is quoted in vain. */
    bad: boolean
    own: boolean
}
export interface InheritanceEdge {
    from: InheritanceBox
    to: InheritanceBox
    link: Link
}
export interface InheritanceDrawing {
    boxes: InheritanceBox[]
    edges: InheritanceEdge[]
    /** Where the columns of sources, of the app itself, and of heirs begin; undefined: there is none. */
    sources?: number
    own: number
    heirs?: number
    width: number
    height: number
}

type Way = (link: Link) => { near: number; far: number; name: string }
const upwards: Way = link => ({ near: link.appId, far: link.sourceId, name: link.source })
const downwards: Way = link => ({ near: link.sourceId, far: link.appId, name: link.app })

/** How many steps each app is away at most; circles end where they began. */
function steps(links: readonly Link[], app: number, way: Way): Map<number, number> {
    const found = new Map<number, number>([[app, 0]])
    function walk(id: number, step: number, before: readonly number[]) {
        for (const link of links) {
            const { near, far } = way(link)
            if (near !== id || before.includes(far) || (found.get(far) ?? 0) >= step + 1) continue
            found.set(far, step + 1)
            if (link.readable) walk(far, step + 1, [...before, far])
        }
    }
    walk(app, 0, [app])
    return found
}

/** What the app inherits from on its left, and who inherits from it on its right; values flow from left to right. */
export function drawn({ items }: Inheritance, app: { appId: number; app: string }): InheritanceDrawing {
    const up = steps(items, app.appId, upwards)
    const down = steps(items, app.appId, downwards)
    const left = Math.max(...up.values())
    const right = Math.max(...down.values())
    const columns: { key: string; app: number; name: string }[][] = Array.from({ length: left + right + 1 }, () => [])
    columns[left]!.push({ key: `0:${app.appId}`, app: app.appId, name: app.app })
    const key = (side: string, id: number) => (id === app.appId ? `0:${id}` : `${side}:${id}`)
    function side(mark: string, found: Map<number, number>, way: Way, column: (step: number) => number) {
        const names = new Map(items.map(link => [way(link).far, way(link).name]))
        for (const [id, step] of found) {
            if (step) columns[column(step)]!.push({ key: key(mark, id), app: id, name: names.get(id) ?? '' })
        }
    }
    side('-', up, upwards, step => left - step)
    side('+', down, downwards, step => left + step)

    const height = columnHeight(Math.max(...columns.map(column => column.length)))
    const boxes = new Map<string, InheritanceBox>()
    columns.forEach((column, at) =>
        column.forEach((one, row) =>
            boxes.set(one.key, {
                ...one,
                x: at * columnStep,
                y: (height - columnHeight(column.length)) / 2 + row * rowStep,
                own: one.app === app.appId,
                bad: false,
            }),
        ),
    )
    const edges: InheritanceEdge[] = []
    function connect(mark: string, found: Map<number, number>, way: Way) {
        for (const link of items) {
            const { near, far } = way(link)
            const [a, b] = [found.get(near), found.get(far)]
            // What closes a circle leads back, and is not drawn.
            if (a === undefined || b === undefined || b <= a) continue
            const [from, to] = [boxes.get(key(mark, link.sourceId)), boxes.get(key(mark, link.appId))]
            if (from && to) edges.push({ from, to, link })
        }
    }
    connect('-', up, upwards)
    connect('+', down, downwards)
    for (const box of boxes.values()) {
        const its = edges.filter(edge => edge.from === box || edge.to === box)
        box.bad = !box.own && its.length > 0 && its.every(edge => !edge.link.readable)
    }
    return {
        boxes: [...boxes.values()],
        edges,
        sources: left ? 0 : undefined,
        own: left * columnStep,
        heirs: right ? (left + 1) * columnStep : undefined,
        width: boxWidth + (left + right) * columnStep,
        height,
    }
}
