// Every page there is, with something on it. Whoever adds a page adds a line.
import { PASSWORD, type Stack } from './stack'

/** A server on which every page has something to show. */
export async function seed(stack: Stack) {
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
    await stack.post('/users', { name: 'ana', displayName: 'Ana Nováková', password: PASSWORD })
    await stack.post('/users', { name: 'wei' })
    await stack.post('/projects', { name: 'shop', displayName: 'Shop' })
    await stack.post('/projects/1/members', { name: 'ana', role: 'operator' })
    await stack.post('/tokens', { kind: 'api', name: 'ci', project: 1, role: 'operator', expiresInDays: 90 })
    await stack.post(`/nodes/${node}/commands`, { command: 'deploy/publish' })
    await stack.startAgent('stranger')
    const change: number = (await stack.get('/changes?kind=deployment.created&limit=1')).items[0].id
    return { node, deployment, change }
}

export type Seeded = Awaited<ReturnType<typeof seed>>

/** Where each page is; the name is that of its picture. */
export function pages({ node, deployment, change }: Seeded): Record<string, string> {
    return {
        overview: '/',
        nodes: '/nodes',
        'nodes-waiting': '/nodes/waiting',
        'nodes-enrol': '/nodes/enrol',
        node: `/nodes/${node}`,
        'node-runs': `/nodes/${node}/runs`,
        'node-commands': `/nodes/${node}/commands`,
        'node-events': `/nodes/${node}/events`,
        'node-changes': `/nodes/${node}/changes`,
        deployments: '/deployments',
        'deployment-new': '/deployments/new',
        deployment: `/deployments/${deployment}`,
        'deployment-output': `/deployments/${deployment}/output`,
        'deployment-releases': `/deployments/${deployment}/releases`,
        'deployment-rollouts': `/deployments/${deployment}/rollouts`,
        'deployment-history': `/deployments/${deployment}/history`,
        'deployment-changes': `/deployments/${deployment}/changes`,
        'deployment-settings': `/deployments/${deployment}/settings`,
        rollout: `/deployments/${deployment}/rollouts/1`,
        placement: `/deployments/${deployment}/placements/1`,
        changes: '/changes',
        change: `/changes/${change}`,
        users: '/settings/users',
        user: '/settings/users/2',
        projects: '/settings/projects',
        project: '/settings/projects/1',
        tokens: '/settings/tokens',
        audit: '/settings/audit',
        server: '/settings/server',
        profile: '/profile',
        absent: '/no-such-page',
    }
}

/** Those that are seen before signing in. */
export const doors = { 'sign-in': '/sign-in', invitation: '/invite?code=none' }
