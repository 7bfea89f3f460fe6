import { describe, expect, it } from 'vitest'
import { constraintOptions, rolesEdit, ruleBody, ruleCommand, ruleDraft, ruleText, type Rule } from './rights'

const rule: Rule = {
    id: 3,
    projectId: 1,
    ip: ['10.0.0.0/8'],
    localIp: [],
    labels: { env: 'test' },
    scope: 'test',
    priority: 5,
    revision: 2,
    createdAt: 1,
    updatedAt: 1,
}

describe('rules', () => {
    it('says again what it was made of', () => {
        expect(ruleBody(ruleDraft(rule), true)).toEqual({
            scope: 'test',
            ip: ['10.0.0.0/8'],
            localIp: [],
            labels: { env: 'test' },
            priority: 5,
        })
        expect(ruleCommand(ruleDraft(rule))).toBe(
            'config rule create test --ip 10.0.0.0/8 --label env=test --priority 5',
        )
    })
    it('takes addresses apart, whatever stands between', () => {
        const draft = { ...ruleDraft(undefined, 7), ip: '10.*, 172.*; 192.*' }
        expect(ruleBody(draft, false)).toMatchObject({ projectId: 7, ip: ['10.*', '172.*', '192.*'] })
    })
    it('is empty when it fits all', () => {
        expect(ruleText({ ...rule, ip: [], labels: {} }, name => name)).toBe('')
        expect(ruleText(rule, name => name)).toBe('ip 10.0.0.0/8 · env=test')
    })
})

describe('constraints and roles', () => {
    it('names a file for the schema', () => {
        expect(constraintOptions({ required: true, schema: '{}' })).toBe(' --required --schema FILE')
    })
    it('sends what differs', () => {
        const roles = { read: 'viewer', edit: 'operator', publish: 'operator', reveal: 'admin' } as const
        expect(rolesEdit(roles, { ...roles, publish: 'admin' })).toEqual({ publish: 'admin' })
    })
})
