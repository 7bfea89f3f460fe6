import { words as access } from '../src/access/words'
import { words as agents } from '../src/agents/words'
import { words as commands } from '../src/commands/words'
import { words as deployments } from '../src/deployments/words'
import { words as enrolment } from '../src/enrolment/words'
import { words as nodes } from '../src/nodes/words'
import { words as placements } from '../src/placements/words'
import { words as releases } from '../src/releases/words'
import { words as rollouts } from '../src/rollouts/words'
import { words as ui } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { pages } from './pages'
import { PASSWORD } from './stack'
import { inLanguage } from './words'

const t = inLanguage('en')

test.beforeAll(async ({ stack }) => {
    await stack.post('/users', { name: 'vera', password: PASSWORD })
    await stack.post('/projects/1/members', { name: 'vera', role: 'viewer' })
})

test('a viewer sees everything of the project and no button that acts, and the API refuses as well', async ({
    browser,
    stack,
    there,
}) => {
    test.setTimeout(240_000)
    const context = await visit(browser, stack)
    const page = await enter(context, stack, 'vera')
    const acts = [
        t(deployments, 'publish'),
        t(deployments, 'rollback'),
        t(deployments, 'new'),
        t(releases, 'upload'),
        t(deployments, 'start'),
        t(deployments, 'stop'),
        t(deployments, 'restart'),
        t(placements, 'uninstall'),
        t(deployments, 'remove'),
        t(placements, 'place'),
        t(ui, 'save'),
        t(rollouts, 'plan.publish'),
        t(rollouts, 'act.cancel'),
        t(rollouts, 'act.revert'),
        t(placements, 'overrides.edit'),
        t(agents, 'upgrade'),
        t(enrolment, 'rule.new'),
        t(enrolment, 'rule.apply'),
        t(commands, 'policy.save'),
        t(access, 'key.new'),
        t(access, 'keys.require'),
        t(nodes, 'approve'),
    ]
    for (const [name, path] of Object.entries(pages(there))) {
        if (/new|enrol|waiting|user|server|audit|agents|absent/.test(name)) continue
        await page.goto(path)
        await settled(page)
        for (const act of acts) {
            await expect(page.getByRole('button', { name: act, exact: true }), `${act} on ${name}`).toHaveCount(0)
        }
        expect(await cut(page), name).toEqual([])
    }
    await page.goto('/deployments')
    await expect(page.getByText('heartbeat').first()).toBeVisible()

    const me = await (await context.request.get(`${stack.url}/api/v1/me`)).json()
    const headers = { 'X-CSRF-Token': me.csrf }
    const refused = [
        ['post', '/rollouts', { deploymentId: there.deployment }],
        ['post', `/deployments/${there.deployment}/stop`, {}],
        ['post', '/deployments', { name: 'mine', projectId: 1 }],
        ['post', '/tokens', { kind: 'enrol', name: 'mine', project: 1 }],
        ['post', `/nodes/${there.node}/commands`, { command: 'deploy/publish' }],
        ['delete', `/nodes/${there.node}`, undefined],
        ['post', `/rollouts/${there.staged}/cancel`, {}],
        ['post', `/rollouts/${there.staged}/revert`, {}],
        ['post', '/node-rules', { projectId: 1, pattern: '*' }],
        ['post', '/config/rules', { projectId: 1, scope: 'live' }],
        ['put', `/nodes/${there.node}/command-policy`, { shell: true }],
        ['put', '/projects/1/command-policy', { shell: true }],
        [
            'post',
            '/projects/1/signing-keys',
            { name: 'mine', publicKey: 'GCWyjB9/l8RmEkTw+MIkVXhzQ3aMUBq5uJzHAJfxZ1s=' },
        ],
    ] as const
    for (const [method, path, data] of refused) {
        const answer = await context.request[method](`${stack.url}/api/v1${path}`, { headers, data })
        expect(answer.status(), `${method} ${path}`).toBe(403)
    }
    await context.close()
})

test('a request without the page’s own token is refused', async ({ browser, stack }) => {
    const context = await visit(browser, stack)
    await enter(context, stack)
    const answer = await context.request.post(`${stack.url}/api/v1/projects`, { data: { name: 'forged' } })
    expect(answer.status()).toBe(403)
    await context.close()
})
