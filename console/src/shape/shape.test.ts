import { describe, expect, it } from 'vitest'
import { changed, onNodes, shapeOptions } from './cli'
import type { Deployment } from './deployment'
import { environmentEdit, looksSecret, rowsOf, withoutSecrets, wrongVariable } from './environment'
import { draftOf, newProbe, noProbe, probeOf, probeText, wrongProbe } from './probe'
import { shapeEdit, shapeOf } from './shape'

describe('environment', () => {
    it('names that look like a secret are told from those that do not', () => {
        const told = [
            'DB_PASSWORD',
            'db.password',
            'API_KEY',
            'apiKey',
            'GITHUB_TOKEN',
            'clientSecret',
            'PGPASS',
            'pass',
        ]
        const not = ['PORT', 'KEYBOARD', 'TOKENIZER', 'PASSENGERS', 'DB_PASSWORD_FILE', 'TOKEN_URL', 'PRIMARY_KEY_TYPE']
        expect(told.filter(name => !looksSecret(name))).toEqual(['PGPASS'])
        expect(not.filter(looksSecret)).toEqual([])
    })

    const row = (name: string, value?: string, secret = false) => ({ name, value, secret })

    it('sends single changes, whatever the text', () => {
        const before = rowsOf([
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
            { name: 'P', secret: true },
        ])
        const after = [row('A', '1'), row('C', 'x;y=z\n红'), row('P', undefined, true), row('', 'nameless')]

        expect(environmentEdit(before, after)).toEqual({
            environmentSet: [row('C', 'x;y=z\n红')],
            environmentRemove: ['B'],
        })
        expect(environmentEdit(before, before)).toEqual({})
    })

    it('shows no secret', () => {
        const edit = environmentEdit([], [row('P', 'hush', true), row('A', '1')])
        expect(JSON.stringify(withoutSecrets(edit))).not.toContain('hush')
        expect(shapeOptions(edit)).toBe(' --secret P --env A=1')
    })

    it('refuses what cannot be kept', () => {
        expect(wrongVariable(row('1A', ''))).toBe('name')
        expect(wrongVariable(row('A', 'x;y'))).toBeUndefined()
        expect(wrongVariable(row('A', ''), [row('A', ''), row('A ', '')])).toBe('twice')
        expect(wrongVariable(row('P', undefined, false))).toBe('value')
        expect(wrongVariable(row('P', undefined, true))).toBeUndefined()
    })
})

describe('a probe', () => {
    it('goes there and back, without what is empty', () => {
        const probe = { kind: 'http' as const, target: '/health', delayMs: 0, periodMs: 500, timeoutMs: 0, failures: 3 }
        expect(probeOf(draftOf(probe))).toEqual(probe)
        expect(probeOf(undefined)).toBeNull()
        expect(draftOf(null)).toBeUndefined()
    })

    it('needs a target, or the port of the app', () => {
        expect(wrongProbe(newProbe('http'), false)).toBe('port')
        expect(wrongProbe(newProbe('http'), true)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('http'), target: 'https://x/y' }, false)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('http'), target: 'health' }, true)).toBe('target')
        expect(wrongProbe(newProbe('tcp'), false)).toBe('port')
        expect(wrongProbe({ ...newProbe('tcp'), target: 'db:5432' }, false)).toBeUndefined()
        expect(wrongProbe({ ...newProbe('tcp'), target: 'tcp://db' }, true)).toBe('target')
        expect(wrongProbe(newProbe('exec'), true)).toBe('target')
    })

    it('is told in one line', () => {
        const every = (period: string) => `every ${period}`
        expect(probeText({ kind: 'http', target: '/up', periodMs: 5000, expect: 'ok' }, every)).toBe(
            'http /up, every 5.0 s, “ok”',
        )
        expect(probeText(null, every)).toBeUndefined()
    })

    it('that is taken away is said to be none', () => {
        const before = shapeOf({ readiness: { kind: 'tcp' } } as Deployment)
        expect(shapeEdit(before, { ...before, readiness: null, port: 80 })).toEqual({
            readiness: { kind: 'none' },
            port: 80,
        })
    })

    it('has words on the command line, unless it has numbers of its own', () => {
        expect(shapeOptions({ readiness: { kind: 'http', target: '/up' }, liveness: noProbe })).toBe(
            ' --readiness http:/up --liveness none',
        )
        expect(shapeOptions({ readiness: { kind: 'http', target: 'https://x/up' } })).toBe(' --readiness https://x/up')
        expect(shapeOptions({ readiness: { kind: 'tcp', failures: 5 } })).toBeUndefined()
    })

    it('that is another is a change, the same is none', () => {
        const probe = { kind: 'tcp' as const, target: 'a:1' }
        expect(changed({ readiness: probe }, { readiness: { ...probe } })).toEqual({})
        expect(changed({ readiness: probe as object | null }, { readiness: null })).toEqual({ readiness: null })
    })
})

describe('the command line', () => {
    it('names what is to change', () => {
        expect(
            shapeOptions({
                port: 8080,
                arguments: '',
                environmentSet: [
                    { name: 'A', value: '1' },
                    { name: 'B', value: 'x y' },
                ],
                environmentRemove: ['C'],
                autoStop: false,
            }),
        ).toBe(" --arguments '' --port 8080 --env A=1 --env 'B=x y' --env-remove C --no-auto-stop")
        expect(onNodes(['web1', 'web2'])).toBe(' --node web1,web2')
        expect(onNodes([])).toBe('')
    })

    it('knows what differs; absent and empty are the same', () => {
        expect(changed({ a: undefined as string | undefined, b: 1 }, { a: '', b: 2 })).toEqual({ b: 2 })
    })
})
