import { expect, test } from 'vitest'
import type { Grant } from '@/grants/grants'
import type { Line } from '@/services/services'
import { callsOf, permitRank } from './calls'

const line = (kind: 'provides' | 'asks', appId: number, app: string, serviceId: number): Line => ({
    kind,
    appId,
    app,
    serviceId,
    service: `s${serviceId}`,
    instances: 1,
})
const grant = (consumer: number, provider: number): Grant => ({
    id: consumer * 10 + provider,
    projectId: 2,
    consumerAppId: consumer,
    consumerApp: `app${consumer}`,
    consumerProjectId: 1,
    providerAppId: provider,
    providerApp: `app${provider}`,
    createdBy: 'user:1',
    createdAt: 1,
})
const app = { id: 1, projectId: 1 }
/** Apps 1 and 2 are of project 1, 3 of project 2, 4 is out of sight. */
const projectOf = (id: number) => [undefined, 1, 1, 2][id]

test('what is called is told beside what is granted', () => {
    const lines = [
        line('asks', 1, 'app1', 10),
        line('provides', 2, 'app2', 10),
        line('provides', 3, 'app3', 10),
        line('asks', 1, 'app1', 11),
        line('provides', 3, 'app3', 11),
        line('provides', 1, 'app1', 12),
        line('asks', 4, 'app4', 12),
    ]
    const calls = callsOf(app, lines, [grant(1, 3), grant(5, 1)], projectOf)

    expect(calls.map(one => [one.way, one.other.name, one.services.join(), one.permit])).toEqual([
        ['out', 'app2', 's10', 'same'],
        ['out', 'app3', 's10,s11', 'granted'],
        ['in', 'app4', 's12', 'missing'],
        ['in', 'app5', '', 'unused'],
    ])
    expect(calls.toSorted((a, b) => permitRank(a) - permitRank(b))[0]?.permit).toBe('missing')
})

test('an app that asks for its own service calls nobody', () => {
    expect(callsOf(app, [line('asks', 1, 'app1', 10), line('provides', 1, 'app1', 10)], [], projectOf)).toEqual([])
})
