// Every page there is, with something on it. Whoever adds a page adds a line.
import { PASSWORD, until, type Stack } from './stack'
import { send, sender, shopDay } from './telling'
import { configs, traffic } from './traffic'

/** A server on which every page has something to show. */
export async function seed(stack: Stack) {
    stack.ownServices('web1', [
        { name: 'cron', fileName: 'sleep', arguments: '3600', mode: 'Standard', enable: true },
        { name: 'old-report', fileName: 'sleep', mode: 'Standard', enable: false },
        { name: 'heartbeat', fileName: 'sleep', mode: 'Standard', enable: true },
    ])
    const node = await stack.startEnrolledAgent('web1')
    await stack.call(
        'PATCH',
        `/nodes/${node}`,
        JSON.stringify({ labels: { zone: 'east', role: 'web' } }),
        'application/json',
    )
    const deployment = await stack.deployShell('heartbeat', node)
    await stack.upload(deployment, '1.1', 'shell-1.0.zip')
    await stack.post('/deployments', { name: 'website', projectId: 1, mode: 'hosted' })
    await stack.call(
        'PATCH',
        `/deployments/${deployment}`,
        JSON.stringify({
            readiness: { kind: 'exec', target: 'true', periodMs: 5000 },
            liveness: { kind: 'tcp', target: '127.0.0.1:22', failures: 100 },
        }),
        'application/json',
    )
    const { id: broken } = await stack.post('/deployments', { name: 'broken', projectId: 1, fileName: 'no-such.sh' })
    await stack.upload(broken, '1.0', 'shell-1.0.zip')
    await stack.post('/rollouts', { deploymentId: broken, nodeIds: [node] })
    await until('it has failed', async () => (await stack.get('/placements?state=failed')).items.length > 0)
    await until(
        'the services of its own are told',
        async () => (await stack.get(`/nodes/${node}/local-services`)).items.length === 3,
    )
    const { id: task } = await stack.post('/deployments', { name: 'nightly', projectId: 1, mode: 'task' })
    await stack.upload(task, '1.0', 'task-1.0.zip')
    await stack.post('/rollouts', { deploymentId: task, nodeIds: [node] })
    await until('the task has run', async () => (await stack.get(`/deployments/${task}/runs`)).items.length > 0)
    const { id: staged } = await stack.post('/rollouts', {
        deploymentId: deployment,
        batch: '1',
        startAt: Date.now() + 86_400_000,
    })
    await stack.post('/node-rules', { projectId: 1, pattern: '10.0.4.*', name: 'web-{ip}', labels: { role: 'web' } })
    await stack.post('/config/rules', { projectId: 1, ip: ['10.0.4.*'], labels: { role: 'web' }, scope: 'test' })
    await stack.post('/projects/1/signing-keys', {
        name: 'build',
        publicKey: 'GCWyjB9/l8RmEkTw+MIkVXhzQ3aMUBq5uJzHAJfxZ1s=',
    })
    await stack.post('/users', { name: 'ana', displayName: 'Ana Nováková', password: PASSWORD })
    await stack.post('/users', { name: 'wei' })
    await stack.post('/projects', { name: 'shop', displayName: 'Shop' })
    await stack.post('/projects/1/members', { name: 'ana', role: 'operator' })
    await stack.post('/tokens', { kind: 'api', name: 'ci', project: 1, role: 'operator', expiresInDays: 90 })
    await stack.post(`/nodes/${node}/commands`, { command: 'deploy/publish' })
    const { id: app } = await stack.post('/apps', { name: 'shop', displayName: 'The shop' })
    await stack.post(`/apps/${app}/keys`, { name: 'laptop', expiresInDays: 90 })
    const bank = (await stack.get('/projects')).items.find((one: { name: string }) => one.name === 'shop').id
    await stack.post('/apps', { name: 'payments', projectId: bank })
    await stack.post('/grants', { consumerApp: 'shop', providerApp: 'payments', note: 'checkout' })
    // the agent registers what the deployment offers
    await stack.call(
        'PATCH',
        `/deployments/${deployment}`,
        JSON.stringify({ services: [{ name: 'orders', port: 8080, tags: ['blue'] }] }),
        'application/json',
    )
    await until('the service is provided', async () => (await stack.get('/services?q=orders')).items[0]?.providers > 0)
    const service: number = (await stack.get('/services?q=orders')).items[0].id
    const { checkout, inventory, pending, batch, stock, prices } = await traffic(stack, bank)
    await configs(stack, checkout, inventory)
    await send(stack, await sender(stack, checkout), shopDay(Date.now()))
    await stack.startAgent('stranger')
    const change: number = (await stack.get('/changes?kind=deployment.created&limit=1')).items[0].id
    // other tests may have used the same server before
    const [{ id: placement }] = (await stack.get(`/deployments/${deployment}/placements`)).items
    const { id: rollout } = (await stack.get(`/deployments/${deployment}/rollouts`)).items.at(-1)
    return {
        node,
        deployment,
        placement,
        rollout,
        task,
        staged,
        change,
        app,
        service,
        checkout,
        inventory,
        pending,
        batch,
        stock,
        prices,
    }
}

export type Seeded = Awaited<ReturnType<typeof seed>>

/** Where each page is; the name is that of its picture. */
export function pages({
    node,
    deployment,
    placement,
    rollout,
    task,
    staged,
    change,
    app,
    service,
    checkout,
    inventory,
    pending,
    batch,
    stock,
    prices,
}: Seeded): Record<string, string> {
    return {
        overview: '/',
        nodes: '/nodes',
        'nodes-waiting': '/nodes/waiting',
        'nodes-enrol': '/nodes/enrol',
        node: `/nodes/${node}`,
        'node-runs': `/nodes/${node}/runs`,
        'node-logs': `/nodes/${node}/logs`,
        'node-commands': `/nodes/${node}/commands`,
        'node-events': `/nodes/${node}/events`,
        'node-changes': `/nodes/${node}/changes`,
        'node-settings': `/nodes/${node}/settings`,
        'node-rules': '/nodes/rules',
        'node-policy': '/nodes/policy',
        'node-agents': '/nodes/agents',
        apps: '/apps',
        'apps-waiting': '/apps/waiting',
        app: `/apps/${checkout}`,
        'app-pending': `/apps/${pending}`,
        'app-gone': `/apps/${batch}`,
        'app-instances': `/apps/${checkout}/instances`,
        'app-instances-none': `/apps/${app}/instances`,
        'app-services': `/apps/${inventory}/services`,
        'app-services-none': `/apps/${app}/services`,
        'app-calls': `/apps/${checkout}/calls`,
        'app-logs': `/apps/${checkout}/logs`,
        'app-keys': `/apps/${checkout}/keys`,
        'app-changes': `/apps/${checkout}/changes`,
        'app-access': `/apps/${checkout}/access`,
        grants: '/apps/grants',
        configs: '/configs',
        'config-rules': '/configs/rules',
        'configs-found': '/configs/search?q=db',
        config: `/configs/${checkout}`,
        'config-none': `/configs/${batch}`,
        'config-text': `/configs/${checkout}/text`,
        'config-releases': `/configs/${checkout}/releases?from=1&to=2`,
        'config-effective': `/configs/${checkout}/effective?scope=prod`,
        'config-instances': `/configs/${checkout}/instances`,
        'config-changes': `/configs/${checkout}/changes`,
        'config-settings': `/configs/${checkout}/settings`,
        logs: '/logs?app=checkout',
        'logs-found': '/logs?app=checkout&q=payment',
        'logs-patterns': '/logs?app=checkout&tab=patterns',
        'logs-live': '/logs?app=checkout&live=1',
        'logs-none': '/logs?app=checkout&q=nothing-of-it',
        services: '/services',
        'service-graph': '/services/graph',
        service: `/services/${stock}`,
        'service-deployed': `/services/${service}`,
        'service-asked': `/services/${prices}`,
        'service-consumers': `/services/${stock}/consumers`,
        'service-calls': `/services/${stock}/graph`,
        'service-changes': `/services/${stock}/changes`,
        'service-settings': `/services/${stock}/settings`,
        deployments: '/deployments',
        'deployments-app': `/deployments?app=${app}`,
        rollouts: '/rollouts',
        plan: `/deployments/${deployment}/plan?batch=1&canary=1`,
        'task-runs': `/deployments/${task}/runs`,
        'rollout-scheduled': `/deployments/${deployment}/rollouts/${staged}`,
        'deployment-new': '/deployments/new',
        deployment: `/deployments/${deployment}`,
        'deployment-output': `/deployments/${deployment}/output`,
        'deployment-logs': `/deployments/${deployment}/logs`,
        'deployment-releases': `/deployments/${deployment}/releases`,
        'deployment-rollouts': `/deployments/${deployment}/rollouts`,
        'deployment-history': `/deployments/${deployment}/history`,
        'deployment-changes': `/deployments/${deployment}/changes`,
        'deployment-settings': `/deployments/${deployment}/settings`,
        rollout: `/deployments/${deployment}/rollouts/${rollout}`,
        placement: `/deployments/${deployment}/placements/${placement}`,
        changes: '/changes',
        change: `/changes/${change}`,
        users: '/settings/users',
        user: '/settings/users/2',
        projects: '/settings/projects',
        project: '/settings/projects/1',
        tokens: '/settings/tokens',
        server: '/settings/server',
        profile: '/profile',
        absent: '/no-such-page',
    }
}

/** Those that are seen before signing in. */
export const doors = { 'sign-in': '/sign-in', invitation: '/invite?code=none' }
