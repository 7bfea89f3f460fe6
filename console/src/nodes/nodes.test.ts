import { describe, expect, it } from 'vitest'
import { bulkCli, firstAddress, shortSystem, used } from './nodes'

describe('used', () => {
    it('is the share that is not free, between none and all', () => {
        expect(used(200, 50)).toBe(0.75)
        expect(used(200, 300)).toBe(0)
    })

    it('is not known without the whole', () => {
        expect(used(0, 50)).toBeUndefined()
        expect(used(200, undefined)).toBeUndefined()
    })
})

describe('bulkCli', () => {
    it('is one line per node where the command line has a verb', () => {
        expect(bulkCli('delete', ['a', 'b'])).toBe('node remove -y a\n./stardust node remove -y b')
        expect(bulkCli('label', ['a'])).toBeUndefined()
    })
})

it('firstAddress is the first of many', () => {
    expect(firstAddress('10.0.0.4,fd00::2')).toBe('10.0.0.4')
    expect(firstAddress(undefined)).toBe('')
})

it('shortSystem leaves out what every name has', () => {
    expect(shortSystem({ osName: 'Debian GNU/Linux 12 (bookworm)', architecture: 'X64' })).toBe('Debian 12, X64')
    expect(shortSystem({})).toBe('–')
})
