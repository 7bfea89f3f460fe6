// The pages about nodes with what a server answers.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type RouteRecordRaw } from 'vue-router'
import AgentReleasesPage from '@/agents/AgentReleasesPage.vue'
import PolicyPage from '@/commands/PolicyPage.vue'
import EnrolPage from '@/enrolment/EnrolPage.vue'
import RulesPage from '@/enrolment/RulesPage.vue'
import NodePage from './NodePage.vue'

const asked: { method: string; path: string; body: any }[] = []

beforeEach(() =>
    vi.stubGlobal(
        'ResizeObserver',
        class {
            observe() {}
            unobserve() {}
            disconnect() {}
        },
    ),
)
afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
})

async function at(address: string, answers: Record<string, unknown>) {
    asked.length = 0
    vi.stubGlobal('fetch', async (request: Request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        const text = request.method === 'GET' ? '' : await request.text()
        asked.push({ method: request.method, path, body: text && JSON.parse(text) })
        if (path === '/me') {
            const projects = [{ id: 1, name: 'default', role: 'admin' }]
            return Response.json({ id: 1, name: 'a', platform: true, actor: 'user:1 a', projects, oidc: false })
        }
        return Response.json(answers[`${request.method} ${path}`] ?? { items: [] })
    })
    const { askWho } = await import('@/api/session')
    await askWho()
    const routes: RouteRecordRaw[] = [
        { path: '/nodes/enrol', component: EnrolPage },
        { path: '/nodes/rules', component: RulesPage },
        { path: '/nodes/policy', component: PolicyPage },
        { path: '/nodes/agents', component: AgentReleasesPage },
        { path: '/nodes/:id/:tab?', component: NodePage },
        { path: '/:any(.*)*', component: { template: '<p></p>' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push(address)
    mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    await flushPromises()
    return () => document.body.textContent ?? ''
}
const press = async (name: string) => {
    const found = [...document.querySelectorAll('button')].filter(one => one.textContent?.trim() === name).at(-1)
    found?.click()
    await flushPromises()
}

const node = {
    id: 3,
    code: 'c0de',
    name: 'web1',
    projectId: 1,
    status: 'online',
    enabled: true,
    approved: true,
    version: '4.0.0',
    labels: { zone: 'east' },
    lastSeenAt: 1,
    createdAt: 1,
    revision: 1,
    longLink: true,
    foreign: false,
    channel: 'Beta',
    clone: { since: 1, others: ['10.0.0.9'] },
}
const latest = {
    memory: 8e9,
    availableMemory: 4e9,
    freeMemory: 1e9,
    totalSize: 1e11,
    availableFreeSpace: 5e10,
    cpuRate: 0.25,
    temperature: 41,
    battery: 0,
    uplinkSpeed: 1024,
    downlinkSpeed: 2048,
    uptime: 3600,
    time: 1,
    delay: 2,
    processCount: 90,
    tcpConnections: 4,
    tcpTimeWait: 0,
    tcpCloseWait: 0,
    systemLoad: 0.5,
    desiredRevision: 1,
    signal: 0,
    intranetScore: 1,
    internetScore: 0.9,
    diskIops: 12,
    diskActive: 0.03,
    gatewayLatency: 0.4,
    gatewayLossRate: 0,
    dnsLatency: 3,
    dnsLossRate: 0.5,
    serverLatency: 1,
    serverLossRate: 0,
    clockOffset: -2500,
    disks: [
        { mount: '/', type: 'ext4', total: 1e11, free: 5e10 },
        { mount: '/data', type: 'xfs', total: 1e11, free: 1e9 },
    ],
    processes: [{ name: 'java', pid: 42, cpu: 1.5, memory: 5e8 }],
}
const policy = {
    effectiveShell: false,
    effectiveCommands: ['deploy/*', 'node/restart'],
    shellFrom: 'default',
    commandsFrom: 'default',
}

it('a node shows what it measures, its agent, and that somebody else uses its identity', async () => {
    const text = await at('/nodes/3', { 'GET /nodes/3': { node, latest } })

    for (const expected of [
        'Two machines use this identity',
        '10.0.0.9',
        'Network quality',
        'ext4',
        'java',
        '−2.5 s',
        'Beta',
    ])
        expect(text(), expected).toContain(expected)
    expect(text().indexOf('/data')).toBeLessThan(text().indexOf('ext4'))

    await press('Upgrade')
    expect(text()).toContain('./stardust node upgrade web1')
    await press('Upgrade')
    expect(asked.find(one => one.method === 'POST')).toMatchObject({
        path: '/nodes/3/commands',
        body: { command: 'node/upgrade' },
    })
})

it('what the agent’s own file runs is shown beside the deployments, and cannot be deleted', async () => {
    const service = {
        name: 'old',
        mode: 'standard',
        enabled: true,
        state: 'running',
        pid: 7,
        startedAt: 1,
        shadowed: false,
    }
    const text = await at('/nodes/3/runs', {
        'GET /nodes/3': { node, latest },
        'GET /nodes/3/local-services': { items: [service, { ...service, name: 'twin', shadowed: true }] },
    })

    expect(text()).toContain('old')
    expect(text()).toContain('overridden by the deployment of the same name')
})

it('a local service is packed by its node, and its release is planned', async () => {
    const service = { name: 'cron', mode: 'shadow', enabled: true, state: 'running', pid: 7, shadowed: false }
    const packing = { state: 'done', files: 2, bytes: 5, totalBytes: 5, leftOut: [], startedAt: 1, releaseId: 12 }
    await at('/nodes/3/runs', {
        'GET /nodes/3': { node, latest },
        'GET /nodes/3/local-services': { items: [service] },
        'POST /nodes/3/local-services/adopt': { id: 5, deploymentId: 9 },
        'GET /placements/5/adoption': { packing },
    })

    await press('Create deployment')
    expect(document.body.textContent).toContain('node adopt')
    const create = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(
        one => one.value === 'create',
    )
    create?.click()
    await flushPromises()
    expect(document.body.textContent).toContain('--create-only')
    const pack = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(one => one.value === 'pack')
    pack?.click()
    await flushPromises()
    const buttons = [...document.querySelectorAll('button')].filter(
        one => one.textContent?.trim() === 'Create deployment',
    )
    buttons.at(-1)?.click()
    await flushPromises()

    expect(asked.find(one => one.method === 'POST')?.body).toEqual({ service: 'cron', pack: {} })
    expect(asked.some(one => one.path.endsWith('/placements/5/adoption'))).toBe(true)
})

it('shell text is off as shipped; who turns it on is warned, and all of it is sent', async () => {
    const text = await at('/nodes/policy', {
        'GET /command-policy': policy,
        'PUT /command-policy': { ...policy, shell: true, effectiveShell: true, shellFrom: 'platform' },
        'GET /agent-settings': { effectiveNewServer: '', effectiveSyncSeconds: 0 },
    })
    expect(text()).toContain('not allowed')
    expect(text()).not.toContain('can then run any command')

    const yes = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(one => one.value === 'yes')
    yes?.click()
    await flushPromises()
    expect(text()).toContain('can then run any command')
    const save = [...document.querySelectorAll('button')].find(one => one.textContent?.trim() === 'Save')
    save?.click()
    await flushPromises()
    await press('Save')
    expect(asked.find(one => one.method === 'PUT')?.body).toEqual({ shell: true, commands: null })
})

const agentPackage = {
    platform: 'linux-x64',
    version: '4.0.0',
    fileName: 'agent-4.0.0-linux-x64.tar.gz',
    url: '/install/a',
}
it('a machine is added by one line, with the token in it', async () => {
    const text = await at('/nodes/enrol', {
        'POST /tokens': { id: 1, token: 'T0KEN', kind: 'enrol', name: 'rack-1', createdAt: 1 },
        'GET /agent-install': {
            server: 'http://s:6600',
            script: 'http://s:6600/install.sh',
            command:
                ' export STARDUST_AGENT_ENROL=TOKEN; curl -fsSL http://s:6600/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh',
            packages: [agentPackage],
        },
    })
    await press('Create token')

    expect(text()).toContain(
        'export STARDUST_AGENT_ENROL=T0KEN; curl -fsSL http://s:6600/install.sh | sudo --preserve-env=STARDUST_AGENT_ENROL sh',
    )
    expect(text()).not.toContain('no agent package yet')
})

it('a machine is added without the server, when that has no package to give', async () => {
    const text = await at('/nodes/enrol', {
        'POST /tokens': { id: 1, token: 'T0KEN', kind: 'enrol', name: 'rack-1', createdAt: 1 },
        'GET /agent-install': { server: 'http://s:6600', script: 's', command: 'curl TOKEN', packages: [] },
    })
    await press('Create token')

    expect(text()).toContain('no agent package yet')
    expect(text()).toContain('./stardust agent run --server http://s:6600')
    await press('Debian package')
    expect(text()).toContain('no agent package yet')
    expect(text()).toContain('.stardust/package')
})

it('rules and versions of the agent are listed with what can be done', async () => {
    const rules = await at('/nodes/rules', {
        'GET /node-rules': {
            items: [
                { id: 2, projectId: 1, pattern: '10.0.4.*', name: 'web-{ip}', labels: {}, priority: 0, revision: 1 },
            ],
        },
    })
    expect(rules()).toContain('10.0.4.*')
    expect(rules()).toContain('Apply')
    document.body.innerHTML = ''

    const agents = await at('/nodes/agents', {
        'GET /agent-releases': {
            items: [
                {
                    id: 4,
                    version: '4.0.1',
                    channel: 'Beta',
                    product: 'stardust',
                    platform: 'linux-x64',
                    enabled: true,
                    fileName: 'agent-4.0.1-linux-x64.tar.gz',
                    url: '/install/agent-4.0.1-linux-x64.tar.gz',
                    sha256: 'ab'.repeat(32),
                    size: 5e7,
                    createdBy: 'ana',
                    createdAt: 1,
                    revision: 1,
                },
            ],
        },
    })
    expect(agents()).toContain('4.0.1')
    expect(agents()).toContain('Disable')
})
