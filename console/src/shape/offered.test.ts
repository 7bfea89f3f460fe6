import { describe, expect, test } from 'vitest'
import { shapeOptions } from './cli'
import { newOffered, offeredOf, offeredRows, offeredWord, wrongOffered } from './offered'

const full = { name: 'orders', port: 8080, scheme: 'https', tags: ['blue', 'v2'], health: '/health' }

describe('the services that a deployment offers', () => {
    test('go there and back, without what is empty', () => {
        expect(offeredOf(offeredRows([full, { name: 'bare' }]))).toEqual([full, { name: 'bare' }])
        expect(offeredOf([newOffered(), { ...newOffered(), name: ' a ', tags: 'x;y z' }])).toEqual([
            { name: 'a', tags: ['x', 'y', 'z'] },
        ])
        expect(offeredRows(undefined)).toEqual([])
    })

    test('tell what cannot be kept', () => {
        const row = offeredRows([full])[0]!
        expect(wrongOffered(row, [row])).toBeUndefined()
        expect(wrongOffered(newOffered())).toBeUndefined()
        expect(wrongOffered({ ...row, name: '' })).toBe('name')
        expect(wrongOffered({ ...row, name: 'a b' })).toBe('name')
        expect(wrongOffered(row, [row, { ...row, health: '' }])).toBe('twice')
        expect(wrongOffered(row, [row, { ...row, port: 81 }])).toBeUndefined()
        expect(wrongOffered({ ...row, scheme: 'HTTP' })).toBe('scheme')
        expect(wrongOffered({ ...row, tags: 'a/b' })).toBe('tags')
        expect(wrongOffered({ ...row, health: 'health' })).toBe('health')
        expect(wrongOffered({ ...row, health: 'tcp://:80' })).toBeUndefined()
    })

    test('have words of the command line', () => {
        expect(offeredWord(full)).toBe('orders:8080,tag=blue,tag=v2,health=/health,scheme=https')
        expect(shapeOptions({ services: [full, { name: 'bare' }] })).toBe(
            ' --service orders:8080,tag=blue,tag=v2,health=/health,scheme=https --service bare',
        )
        expect(shapeOptions({ services: [] })).toBe(" --service ''")
    })
})
