import { describe, expect, test } from 'vitest'
import { effectiveCommand, unnamed, viewOf } from './effective'

const shop = { app: 'shop', appId: 3 }

describe('who asks for config', () => {
    test('is a scope unless the address says otherwise', () => {
        expect(viewOf({})).toBe('scope')
        expect(viewOf({ by: 'nonsense' })).toBe('scope')
        expect(viewOf({ by: 'place' })).toBe('place')
    })

    test('has to be named, except for a scope', () => {
        expect(unnamed({})).toBe(false)
        expect(unnamed({ by: 'instance', scope: 'test' })).toBe(true)
        expect(unnamed({ by: 'instance', instance: 'shop@web1' })).toBe(false)
        expect(unnamed({ by: 'place' })).toBe(true)
        expect(unnamed({ by: 'place', ip: '10.0.0.5' })).toBe(false)
    })

    test('is asked for by what the open view has, and by nothing else', () => {
        const all = { scope: 'test', instance: 'shop@web1', node: 'web 1', ip: '10.0.0.5' }
        expect(effectiveCommand(shop, all)).toEqual({
            cli: 'config effective shop --scope test',
            api: { method: 'GET', path: '/apps/3/config/effective?scope=test' },
        })
        expect(effectiveCommand(shop, { ...all, by: 'instance' }).api.path).toBe(
            '/apps/3/config/effective?instance=shop%40web1',
        )
        expect(effectiveCommand(shop, { ...all, by: 'place' }, 7)).toEqual({
            cli: `config effective shop --node 'web 1' --ip 10.0.0.5`,
            api: { method: 'GET', path: '/apps/3/config/effective?node=7&ip=10.0.0.5' },
        })
    })
})
