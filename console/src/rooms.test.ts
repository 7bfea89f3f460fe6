// The walls of the house: which room may use which. A red test means an import in the wrong place, not a missing hole.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = dirname(fileURLToPath(import.meta.url))

/** What each room uses of the others, besides `api` and `ui`, which are there for all; lower rooms first. */
const mayUse: Record<string, string[]> = {
    api: [],
    ui: ['api'],
    look: [],
    reasons: [],
    sentences: [],
    change: [],
    frame: ['look'],
    node: [],
    shape: [],
    output: [],
    form: [],
    graph: [],
    time: [],
    logs: ['frame', 'sentences', 'output', 'time'],
    agents: ['frame', 'node'],
    enrolment: ['frame', 'node'],
    commands: ['frame', 'sentences', 'change', 'node', 'agents'],
    releases: ['sentences', 'shape', 'logs'],
    placements: ['frame', 'reasons', 'node', 'shape', 'output', 'logs'],
    config: ['frame', 'sentences', 'change', 'form', 'graph', 'node'],
    rollouts: ['frame', 'reasons', 'sentences', 'node', 'shape', 'form', 'logs', 'releases', 'placements', 'config'],
    grants: ['frame', 'change'],
    services: ['frame', 'change', 'form', 'graph'],
    apps: ['frame', 'change', 'form', 'logs', 'grants', 'services'],
    deployments: ['frame', 'change', 'node', 'shape', 'form', 'logs', 'releases', 'placements', 'rollouts'],
    nodes: [
        'frame',
        'reasons',
        'sentences',
        'change',
        'node',
        'shape',
        'logs',
        'agents',
        'enrolment',
        'commands',
        'placements',
    ],
    overview: ['frame', 'reasons', 'change', 'shape'],
    changes: ['frame', 'change'],
    settings: ['change'],
    access: ['frame', 'form', 'settings'],
}
const forAll = ['api', 'ui']
/** What a room needs to be a feature; the rest of the frame is its own. */
const door = ['feature', 'project', 'match']

interface Use {
    from: string
    room: string
    what: string
}

function files(room: string): string[] {
    return readdirSync(join(root, room)).filter(name => !/\.(test|fixture)\.ts$/.test(name))
}

/** Imports of a text, those made at run time as well; what is within the room is no use of another. */
function usesOf(room: string, file: string, text: string): Use[] {
    return [...text.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*['"](@\/|\.\.?\/)([^'"]+)['"]/g)].flatMap(found => {
        const path = found[1] === '@/' ? found[2]! : join(room, `${found[1]}${found[2]}`).replaceAll('\\', '/')
        const [other = '', what = ''] = path.includes('/') ? path.split(/\/(.*)/) : ['', path]
        return other === room ? [] : [{ from: `${room}/${file}`, room: other, what }]
    })
}

const rooms = readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
const uses = rooms.flatMap(room =>
    files(room).flatMap(file => usesOf(room, file, readFileSync(join(root, room, file), 'utf8'))),
)
const told = (one: Use) => `${one.from} uses ${one.room ? `${one.room}/` : ''}${one.what}`

describe('the rooms of the console', () => {
    test('are all in the table', () => expect(rooms.toSorted()).toEqual(Object.keys(mayUse).toSorted()))

    test('use what the table says', () => {
        const forbidden = uses.filter(one => {
            const room = dirname(one.from)
            // The frame shows the features, which `features.ts` names.
            if (one.room === '') return !(room === 'frame' && one.what === 'features')
            return !mayUse[room]?.includes(one.room) && !(forAll.includes(one.room) && room !== 'api')
        })
        expect(forbidden.map(told)).toEqual([])
    })

    test('use all that the table says', () => {
        const unused = Object.entries(mayUse).flatMap(([room, others]) =>
            others
                .filter(other => !uses.some(one => dirname(one.from) === room && one.room === other))
                .map(other => `${room} ${other}`),
        )
        expect(unused).toEqual([])
    })

    test('use one another in one direction', () => {
        const order = Object.keys(mayUse)
        const upwards = Object.entries(mayUse).flatMap(([room, others]) =>
            others.filter(other => order.indexOf(other) >= order.indexOf(room)).map(other => `${room} ${other}`),
        )
        expect(upwards).toEqual([])
    })

    test('know of the frame only its door', () => {
        const within = uses.filter(one => one.room === 'frame' && !door.includes(one.what))
        expect(within.map(told)).toEqual([])
    })

    test('have 45 files at most, besides tests', () => {
        expect(rooms.filter(room => files(room).length > 45)).toEqual([])
    })

    test('have no table of words above 300 lines', () => {
        const long = rooms
            .flatMap(room => files(room).map(name => `${room}/${name}`))
            .filter(path => /words\.ts$/i.test(path))
            .filter(path => readFileSync(join(root, path), 'utf8').split('\n').length > 300)
        // The catalogue of reasons is one enum in the protocol, and one table here.
        expect(long.filter(path => path !== 'reasons/words.ts')).toEqual([])
    })
})

test('an import is seen however it is written', () => {
    const text = [
        `import { a } from '@/nodes/nodes'`,
        `import '../ui/theme.css'`,
        `const page = () => import("./Here.vue")`,
        `export { b } from '@/rollouts/plan'`,
    ].join('\n')
    expect(usesOf('releases', 'x.ts', text).map(told)).toEqual([
        'releases/x.ts uses nodes/nodes',
        'releases/x.ts uses ui/theme.css',
        'releases/x.ts uses rollouts/plan',
    ])
})
