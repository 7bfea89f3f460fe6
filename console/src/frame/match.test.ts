import { expect, test } from 'vitest'
import { fits } from './match'

test('typed words are found in any order, and with letters left out', () => {
    expect(fits('New deployment Deployments', 'deployment new')).toBe(true)
    expect(fits('Deployments', 'dplm')).toBe(true)
    expect(fits('Agent versions', 'ver age')).toBe(true)
    expect(fits('Agent versions', 'vet')).toBe(false)
    expect(fits('Overview', 'view over x')).toBe(false)
    expect(fits('anything', '')).toBe(true)
})
