import { describe, expect, it } from 'vitest'
import { packageOf } from '@/agents/packages'
import { allowed, draftOf, isCommand, parseCommands, policyOf, type PolicyView } from '@/commands/policy'
import { installWays, type Install } from '@/enrolment/install'
import { isPattern, ruleBody, ruleDraft, type NodeRule } from '@/enrolment/rules'
import type { Metrics } from '@/node/node'
import { offsetText, ways } from './metrics'

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

describe('a rule', () => {
    it('is for an address, a pattern or a network', () => {
        for (const good of [
            '10.0.4.7',
            '10.0.4.*',
            '10.0.*',
            '10.0.*.7',
            '*',
            'fd00:*',
            '10.0.0.0/8',
            'fd00::1',
            'fd00::/64',
        ])
            expect(isPattern(good), good).toBe(true)
        for (const bad of ['', '10.0.4', '10.0.4.300', '10.0.4.0/33', '10.*/8', 'host', '1.2.3.4.5', '10.0.4.0/8/9'])
            expect(isPattern(bad), bad).toBe(false)
    })

    it('is edited without its project', () => {
        const rule = { id: 3, projectId: 2, pattern: '*', labels: { zone: 'east' }, priority: 1 } as unknown as NodeRule
        expect(ruleBody(ruleDraft(rule), true)).toEqual({
            pattern: '*',
            name: '',
            labels: { zone: 'east' },
            priority: 1,
        })
        expect(ruleBody(ruleDraft(undefined, 5), false)['projectId']).toBe(5)
    })
})

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

describe('installing', () => {
    const install = {
        server: 'https://s:6600',
        script: 'https://s:6600/install.sh',
        command:
            ' export STARDUST_AGENT_ENROL=TOKEN; curl -fsSL https://s:6600/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh',
        packages: [
            {
                platform: 'linux-x64',
                fileName: 'agent-4.0.1-linux-x64.tar.gz',
                url: '/install/agent-4.0.1-linux-x64.tar.gz',
            },
        ],
    } as Install

    it('has the token in every way, and the server’s own address', () => {
        const made = installWays(install, 'http://browser', 'T0K')
        expect(made.map(one => one.way)).toEqual(['line', 'deb', 'unit', 'manual'])
        for (const { text } of made) {
            expect(text).toContain('T0K')
            expect(text).toContain('https://s:6600')
        }
        expect(made[2]?.text).toContain('https://s:6600/install/agent-4.0.1-linux-x64.tar.gz.sha256')
    })

    it('works from this page’s address before the server told', () => {
        expect(installWays(undefined, 'http://browser', 'T0K')[0]?.text).toBe(
            ' export STARDUST_AGENT_ENROL=T0K; curl -fsSL http://browser/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh',
        )
    })

    it('reads version and platform from a package’s name', () => {
        expect(packageOf('agent-4.0.1-linux-x64.tar.gz')).toEqual({ version: '4.0.1', platform: 'linux-x64' })
        expect(packageOf('stardust-agent-4.1.0-beta2-linux-musl-arm64.tar.gz')).toEqual({
            version: '4.1.0-beta2',
            platform: 'linux-musl-arm64',
        })
        expect(packageOf('other.zip')).toEqual({})
    })
})
