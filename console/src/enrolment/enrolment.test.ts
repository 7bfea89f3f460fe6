import { mount, RouterLinkStub } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Node } from '@/node/node'
import { arrived } from './arrivals'
import { installWays, type Install } from './install'
import InstallWays from './InstallWays.vue'
import { isPattern, ruleBody, ruleDraft, type NodeRule } from './rules'

const node = (fields: Partial<Node>) => ({ id: 1, approved: true, createdAt: 100, status: 'online', ...fields }) as Node

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

    it('offers no command that cannot work, and says how to get a package, while the server has none', async () => {
        const page = mount(InstallWays, {
            props: { token: 'T0K', server: 'http://browser', install: { ...install, packages: [] } },
            global: { stubs: { RouterLink: RouterLinkStub } },
        })
        const shown = async (way: string) => {
            await page.get(`#way-${way}`).trigger('click')
            return page.get('#way-shown').text()
        }
        expect(page.get('[aria-selected=true]').attributes('id')).toBe('way-manual')
        for (const way of ['line', 'unit']) {
            expect(await shown(way)).toContain('./stardust package')
            expect(await shown(way)).not.toContain('curl')
        }
        expect(await shown('manual')).toContain('T0K')
        await page.setProps({ install })
        expect(await shown('line')).toContain('curl')
        page.unmount()
    })

    it('works from this page’s address before the server told', () => {
        expect(installWays(undefined, 'http://browser', 'T0K')[0]?.text).toBe(
            ' export STARDUST_AGENT_ENROL=T0K; curl -fsSL http://browser/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh',
        )
    })
})
