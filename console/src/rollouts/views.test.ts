// The pages of plan and rollout with what a server answers: what is said first, what can be done.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type RouteRecordRaw } from 'vue-router'
import PlanPage from './PlanPage.vue'
import RolloutPage from './RolloutPage.vue'
import RolloutsPage from './RolloutsPage.vue'

const asked: { method: string; path: string; body: any }[] = []

async function at(address: string, answers: Record<string, unknown>) {
    asked.length = 0
    vi.stubGlobal('fetch', async (request: Request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        const text = request.method === 'GET' ? '' : await request.text()
        asked.push({ method: request.method, path, body: text && JSON.parse(text) })
        if (path === '/me') {
            return Response.json({ id: 1, name: 'a', platform: true, actor: 'user:1 a', projects: [], oidc: false })
        }
        if (path === '/releases/2/diff') return Response.json(diff)
        return Response.json(answers[`${request.method} ${path}`] ?? { items: [] })
    })
    const { askWho } = await import('@/api/session')
    await askWho()
    const routes: RouteRecordRaw[] = [
        { path: '/deployments/:id/plan', component: PlanPage },
        { path: '/deployments/:id/rollouts/:rollout', component: RolloutPage },
        { path: '/rollouts', component: RolloutsPage },
        { path: '/:any(.*)*', component: { template: '<p></p>' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push(address)
    const wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    await flushPromises()
    return { wrapper, router, text: () => document.body.textContent ?? '' }
}

afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
})

const diff = { added: [], removed: [], changed: [{ path: 'a.jar', oldSize: 1, newSize: 2 }], same: 3, truncated: false }
const deployment = { id: 1, projectId: 1, name: 'shop', mode: 'standard', releaseId: 1, version: '1.0', enabled: true }
const files = { added: 1, changed: 2, removed: 3, bytes: 100, downloadBytes: 2048 }
const node = (nodeId: number, nodeName: string, batch: number, warnings: string[] = []) => ({
    placementId: nodeId,
    nodeId,
    nodeName,
    batch,
    fromReleaseId: 1,
    fromVersion: '1.0',
    toReleaseId: 2,
    toVersion: '2.0',
    act: 'install',
    restarts: true,
    files,
    warnings,
})
const part = (placementId: number, nodeName: string, batch: number, state: string) => ({
    placementId,
    nodeId: placementId,
    nodeName,
    releaseId: 2,
    version: '2.0',
    batch,
    state,
    updatedAt: 1,
    steps: [],
    instances: [],
})
const rollout = {
    id: 7,
    deploymentId: 1,
    deploymentName: 'shop',
    kind: 'publish',
    releaseId: 2,
    version: '2.0',
    status: 'paused',
    createdAt: 1,
    createdBy: 'ana',
    pauseSeconds: 0,
    pauseAfterCanary: true,
    onFailure: 'stop',
    maxFailures: 0,
    healthSeconds: 120,
    currentBatch: 0,
    batches: 2,
    canary: '1',
    pausedWhy: 'waits after the first batch',
    counts: { planned: 1, queued: 0, working: 0, ready: 1, failed: 0, superseded: 0, unchanged: 0 },
    placements: [part(1, 'web1', 0, 'ready'), part(2, 'web2', 1, 'planned')],
    warnings: [],
}

describe('the plan', () => {
    const plan = {
        release: { id: 2, version: '2.0' },
        kind: 'publish',
        batches: [[1], [2]],
        nodes: [node(1, 'web1', 0), node(2, 'web2', 1, ['the disk is too small'])],
        warnings: ['no readiness probe'],
    }

    it('is asked with what the address says, and says warnings before nodes', async () => {
        const page = await at('/deployments/1/plan?release=2&batch=1&canary=1', {
            'GET /deployments/1': deployment,
            'POST /rollouts/plan': plan,
        })

        expect(asked.find(one => one.path === '/rollouts/plan')?.body).toEqual({
            deploymentId: 1,
            releaseId: 2,
            batch: '1',
            canary: '1',
        })
        const text = page.text()
        expect(text.indexOf('no readiness probe')).toBeLessThan(text.indexOf('the disk is too small'))
        expect(text.indexOf('the disk is too small')).toBeLessThan(text.indexOf('On 2 nodes'))
        expect(text).toContain('1 + 1')
        expect(text).toContain('Canary')
        expect(asked.filter(one => one.method === 'POST')).toHaveLength(1)
    })

    it('is published as it is shown, by one press', async () => {
        const page = await at('/deployments/1/plan?release=2&batch=1', {
            'GET /deployments/1': deployment,
            'POST /rollouts/plan': plan,
            'POST /rollouts': rollout,
            'GET /rollouts/7': rollout,
        })
        const press = (name: string) =>
            [...document.querySelectorAll('button')]
                .filter(one => one.textContent?.trim() === name)
                .at(-1)
                ?.click()
        expect(page.text()).toContain('./stardust deploy publish shop --version 2.0 --batch 1')
        press('Publish this plan')
        await flushPromises()

        expect(asked.find(one => one.path === '/rollouts')?.body).toEqual({ deploymentId: 1, releaseId: 2, batch: '1' })
        expect(page.router.currentRoute.value.path).toBe('/deployments/1/rollouts/7')
    })
})

describe('a rollout', () => {
    it('that waits says why, shows its batches, and can be resumed', async () => {
        const page = await at('/deployments/1/rollouts/7', {
            'GET /rollouts/7': rollout,
            'GET /deployments/1': deployment,
        })

        expect(page.text()).toContain('waits after the first batch')
        expect(page.text()).toContain('Canary')
        expect(page.text()).toContain('Batch 2')
        const buttons = [...document.querySelectorAll('button')].map(one => one.textContent?.trim())
        expect(buttons).toEqual(expect.arrayContaining(['Resume', 'Cancel rollout', 'Revert']))
        expect(buttons).not.toContain('Pause')
    })

    it('that carries config says so, and which config each process has', async () => {
        const config = {
            appId: 3,
            app: 'shop',
            changes: 2,
            state: 'held',
            placements: ['shop@web1'],
            inherited: ['common'],
        }
        const ready = {
            ...part(1, 'web1', 0, 'ready'),
            instances: [{ client: 'shop@web1', version: '2.0', release: 4, gray: true }],
        }
        const page = await at('/deployments/1/rollouts/7', {
            'GET /rollouts/7': { ...rollout, config, placements: [ready] },
            'GET /deployments/1': deployment,
        })

        expect(page.text()).toContain('the draft, 2 changes')
        expect(page.text()).toContain('Held')
        expect(page.text()).toContain('shop@web1')
        expect(page.text()).toContain('Not pinned, inherited from: common')
        expect(page.text()).toContain('config release 4 with the gray release')
        page.wrapper.unmount()
    })

    it('shows the nodes of the batch that the address names', async () => {
        const page = await at('/deployments/1/rollouts/7?batch=2', {
            'GET /rollouts/7': rollout,
            'GET /rollouts/7/placements': { items: [part(2, 'web2', 1, 'planned')] },
            'GET /deployments/1': deployment,
        })

        const names = [...document.querySelectorAll('a')].map(one => one.textContent)
        expect(names).toContain('web2')
        expect(names).not.toContain('web1')
        page.wrapper.unmount()
    })

    it('of many nodes is paged, and what failed says what it printed', async () => {
        const failed = {
            ...part(2, 'web2', 0, 'failed'),
            reason: 'exited with code 3',
            observed: { state: 'failed', output: 'starting\nno port\n' },
        }
        const page = await at('/deployments/1/rollouts/7', {
            'GET /rollouts/7': {
                ...rollout,
                status: 'failed',
                revertedBy: 9,
                counts: { ...rollout.counts, ready: 4998, failed: 1 },
                placements: [failed],
                next: 5,
            },
            'GET /rollouts/7/placements': { items: [part(3, 'web3', 1, 'ready')] },
            'GET /deployments/1': deployment,
        })

        expect(page.text()).toContain('failed, rolled back by #9')
        expect(page.text()).toContain('/ 5000 ready')
        expect(page.text()).toContain('no port')
        const buttons = [...document.querySelectorAll('button')]
        buttons.find(one => one.textContent?.trim() === 'Show more')?.click()
        await flushPromises()
        expect(page.text()).toContain('web3')
        expect(page.text()).not.toContain('Show more')
        page.wrapper.unmount()
    })

    it('stands in the list of all with its batch', async () => {
        vi.stubGlobal(
            'ResizeObserver',
            class {
                observe() {}
                unobserve() {}
                disconnect() {}
            },
        )
        const page = await at('/rollouts', {
            'GET /rollouts': {
                items: [
                    {
                        ...rollout,
                        placements: {
                            planned: 1,
                            queued: 0,
                            working: 0,
                            ready: 1,
                            failed: 0,
                            superseded: 0,
                            unchanged: 1,
                        },
                    },
                ],
            },
        })

        expect(page.text()).toContain('shop')
        expect(page.text()).toContain('1 of 2 ready')
        expect(page.text()).toContain('batch 1 of 2')
    })
})
