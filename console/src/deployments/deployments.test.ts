import { describe, expect, it } from 'vitest'
import { versionsText, type Deployment } from '@/shape/deployment'
import { standingOf } from './deployments'
import { parsed } from './palette'

it('standingOf names the worst that is true', () => {
    const one = (fields: Partial<Deployment>) =>
        standingOf({
            enabled: true,
            failed: 0,
            unreachable: 0,
            starting: 0,
            running: 0,
            done: 0,
            ...fields,
        } as Deployment)
    expect(one({ running: 3, failed: 1 })).toBe('failed')
    expect(one({ running: 3, unreachable: 1 })).toBe('unreachable')
    expect(one({ running: 3 })).toBe('running')
    expect(one({ done: 1 })).toBe('done')
    expect(one({})).toBe('stopped')
    expect(one({ enabled: false, running: 1 })).toBe('disabled')
})

it('versionsText shows every version that runs, not only the one chosen last', () => {
    const versions = [
        { version: '1.0.0', count: 2 },
        { version: '1.2.0', count: 1 },
    ]
    expect(versionsText({ version: '1.2.0', versions })).toBe('1.0.0 × 2, 1.2.0 × 1')
    expect(versionsText({ version: '1.2.0', versions: [{ version: '1.0.0', count: 3 }] })).toBe('1.0.0')
    expect(versionsText({ version: '1.2.0', versions: [] })).toBe('1.2.0')
})
