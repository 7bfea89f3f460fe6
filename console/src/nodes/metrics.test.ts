import { describe, expect, it } from 'vitest'
import type { Metrics } from '@/node/node'
import { offsetText, ways } from './metrics'

describe('the ways of a machine', () => {
    it('are judged by loss and latency', () => {
        const made = ways({
            gatewayLatency: 0.4,
            gatewayLossRate: 0,
            dnsLatency: 350,
            dnsLossRate: 0,
            serverLatency: 0,
            serverLossRate: 1,
        } as Metrics)
        expect(made.map(way => way.quality)).toEqual(['good', 'warn', 'bad'])
    })

    it('are none from an agent that does not measure', () => expect(ways({} as Metrics)).toEqual([]))

    it('have a clock that is ahead or behind', () => {
        expect(offsetText(1200)).toBe('+1.2 s')
        expect(offsetText(-340)).toBe('−340 ms')
    })
})
