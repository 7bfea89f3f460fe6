import { describe, expect, it } from 'vitest'
import { speak } from '@/ui/locale'
import { ended, resultText, type Order } from './orders'
import { allowed, draftOf, isCommand, parseCommands, policyOf, type PolicyView } from './policy'

describe('a command policy', () => {
    const silent: PolicyView = {
        effectiveShell: false,
        effectiveCommands: ['node/restart'],
        shellFrom: 'default',
        commandsFrom: 'project',
    }

    it('allows what it names, a family by its star, and shell text by its own word', () => {
        const rules = { effectiveShell: false, effectiveCommands: ['node/restart', 'deploy/*'] }
        expect(['bash', 'node/restart', 'node/reboot', 'deploy/stop'].filter(name => allowed(rules, name))).toEqual([
            'node/restart',
            'deploy/stop',
        ])
        expect(allowed({ ...rules, effectiveShell: true }, 'bash')).toBe(true)
    })

    it('that says nothing stays silent', () => {
        expect(policyOf(draftOf(silent))).toEqual({ shell: null, commands: null })
        expect(policyOf(draftOf({ ...silent, shell: null, commands: null }))).toEqual({ shell: null, commands: null })
    })

    it('keeps a no, and a list that is empty', () => {
        expect(policyOf(draftOf({ ...silent, shell: false, commands: [] }))).toEqual({ shell: false, commands: [] })
    })

    it('sends names once and in order', () => {
        const draft = { ...draftOf(silent), own: true, commands: ['node/upgrade', 'deploy/*', 'node/upgrade'] }
        expect(policyOf(draft).commands).toEqual(['deploy/*', 'node/upgrade'])
    })

    it('reads names as people type them', () => {
        expect(parseCommands('Node/Restart, x:y\n x:y;')).toEqual(['node/restart', 'x:y'])
        expect(['deploy/*', '*', 'a'].map(isCommand)).toEqual([true, true, true])
        expect(['', '/x', 'a b', 'a*b'].map(isCommand)).toEqual([false, false, false, false])
    })
})

it('an order has ended when it is answered or given up', () => {
    expect(ended({ status: 'processing' } as Order)).toBe(false)
    expect(ended({ status: 'error' } as Order)).toBe(true)
})

it('why a command ended without an answer is worded, what one printed is not', () => {
    speak('zh')
    const text = (fields: Partial<Order>) => resultText({ status: 'done', command: 'bash', ...fields })
    expect(text({ status: 'cancelled', result: 'expired' })).toBe('已过期')
    expect(text({ command: 'node/upgrade', result: 'nothing newer than 4.0.0' })).toBe('没有比 4.0.0 更新的版本')
    expect(text({ result: 'expired' })).toBe('expired')
    expect(text({})).toBe('')
    speak('en')
})
