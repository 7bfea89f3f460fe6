import { describe, expect, it } from 'vitest'
import { ended, type Order } from '@/commands/orders'
import { arrived } from '@/enrolment/arrivals'
import { labelTexts, parseLabels, type Node } from '@/node/node'
import { bulkCli, firstAddress, shortSystem, used } from './nodes'

const node = (fields: Partial<Node>) => ({ id: 1, approved: true, createdAt: 100, status: 'online', ...fields }) as Node

describe('labels', () => {
    it('are read as people type them', () => {
        expect(parseLabels(' zone=east, gpu ,url=http://a?b=c\n,')).toEqual({
            zone: 'east',
            gpu: '',
            url: 'http://a?b=c',
        })
    })

    it('come back as they were typed', () => {
        expect(labelTexts({ zone: 'east', gpu: '' })).toEqual(['zone=east', 'gpu'])
        expect(labelTexts(undefined)).toEqual([])
    })
})

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

describe('arrived', () => {
    it('takes who came after the token, once, and follows its state', () => {
        const first = arrived([], node({ id: 5, createdAt: 120, status: 'offline' }), 110)
        const second = arrived(first, node({ id: 5, createdAt: 120 }), 110)

        expect(second).toHaveLength(1)
        expect(second[0]?.status).toBe('online')
    })

    it('leaves out who was there before or waits for approval', () => {
        expect(arrived([], node({ createdAt: 100 }), 110)).toEqual([])
        expect(arrived([], node({ createdAt: 120, approved: false }), 110)).toEqual([])
    })
})

it('firstAddress is the first of many', () => {
    expect(firstAddress('10.0.0.4,fd00::2')).toBe('10.0.0.4')
    expect(firstAddress(undefined)).toBe('')
})

it('an order has ended when it is answered or given up', () => {
    expect(ended({ status: 'processing' } as Order)).toBe(false)
    expect(ended({ status: 'error' } as Order)).toBe(true)
})

it('shortSystem leaves out what every name has', () => {
    expect(shortSystem({ osName: 'Debian GNU/Linux 12 (bookworm)', architecture: 'X64' })).toBe('Debian 12, X64')
    expect(shortSystem({})).toBe('–')
})
