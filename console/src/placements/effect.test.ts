import { expect, it } from 'vitest'
import type { Placement } from './placements'
import { movedOf, restartedBy } from './effect'

const shape = (fields: object = {}) => ({ port: 8080, maxMemory: 0, environment: [], ...fields })
const row = (name: string, value?: string, secret = false) => ({ name, value, secret })
const placement = (nodeName: string, fields: object = {}) =>
    ({
        nodeName,
        enabled: true,
        port: 0,
        desired: { state: 'running' },
        observed: { pid: 7 },
        ...fields,
    }) as unknown as Placement

it('an edit tells each variable from what to what, and hides secret values', () => {
    const before = shape({ environment: [row('A', '1'), row('B', '2'), row('KEY', undefined, true)] })
    const after = shape({ environment: [row('A', '3'), row('KEY', 'new secret', true), row('C', 'x')] })
    expect(movedOf(before, after)).toEqual([
        { field: 'environment', variable: 'A', before: '1', after: '3' },
        { field: 'environment', variable: 'B', before: '2', after: undefined },
        { field: 'environment', variable: 'KEY', before: '***', after: '***' },
        { field: 'environment', variable: 'C', before: undefined, after: 'x' },
    ])
})

it('an edit restarts what runs with the value, not what has its own', () => {
    const moved = movedOf(shape({ environment: [row('A', '1')] }), shape({ environment: [row('A', '2')] }))
    const all = [
        placement('web1'),
        placement('own', { environment: [row('A', '9')] }),
        placement('stopped', { desired: { state: 'stopped' } }),
        placement('down', { observed: { pid: 0 } }),
    ]
    expect(restartedBy(moved, all).map(one => one.nodeName)).toEqual(['web1'])
    expect(restartedBy(moved, [all[1]!], true)).toHaveLength(1)
})

it('an edit of what a process is not started with restarts nothing', () => {
    expect(restartedBy(movedOf(shape(), shape({ maxMemory: 512 })), [placement('web1')])).toEqual([])
    const port = movedOf(shape(), shape({ port: 9090 }))
    expect(restartedBy(port, [placement('web1'), placement('own', { port: 1 })])).toHaveLength(1)
})
