// What pages about rollouts do with events: they show them, and ask for nothing that the event told.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { openLine } from '@/api/line.fixture'
import type { LiveEvents } from '@/api/live'
import { moved, toldPart } from './news'
import RolloutPage from './RolloutPage.vue'
import RolloutsPage from './RolloutsPage.vue'
import type { Part, Rollout } from './rollouts'

const counts = { planned: 1, queued: 0, working: 1, ready: 0, failed: 0, superseded: 0, unchanged: 0 }
const part = {
    placementId: 1,
    nodeId: 1,
    nodeName: 'web1',
    version: '2.0',
    batch: 0,
    state: 'working',
    steps: [],
    instances: [],
}
const rollout = {
    id: 7,
    deploymentId: 1,
    deploymentName: 'shop',
    kind: 'publish',
    releaseId: 2,
    version: '2.0',
    status: 'running',
    createdAt: 1,
    createdBy: 'ana',
    currentBatch: 0,
    batches: 2,
    counts,
    placements: [part],
    warnings: [],
}
const news: LiveEvents['rollout'] = {
    id: 7,
    deploymentId: 1,
    projectId: 1,
    status: 'running',
    currentBatch: 0,
    batches: 2,
    counts,
}

let asked: string[] = []
let line: ReturnType<typeof openLine>
const answers: Record<string, unknown> = {
    '/rollouts/7': rollout,
    '/rollouts/7/placements': { items: [{ ...part, state: 'ready' }] },
    '/deployments/1': { id: 1, projectId: 1, name: 'shop', releaseId: 2 },
    '/rollouts': { items: [{ ...rollout, placements: counts }] },
}

beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    vi.stubGlobal('fetch', async (request: Request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        asked.push(path)
        return Response.json(answers[path] ?? { items: [] })
    })
    vi.stubGlobal(
        'ResizeObserver',
        class {
            observe() {}
            unobserve() {}
            disconnect() {}
        },
    )
    line = openLine()
})
afterEach(() => {
    line.close()
    vi.useRealTimers()
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
})

async function at(address: string) {
    const routes = [
        { path: '/rollouts', component: RolloutsPage },
        { path: '/deployments/:id/rollouts/:rollout', component: RolloutPage },
        { path: '/:any(.*)*', component: { template: '<p></p>' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push(address)
    const wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    await flushPromises()
    asked = []
    return { wrapper, text: () => document.body.textContent ?? '' }
}
async function after(ms: number) {
    await vi.advanceTimersByTimeAsync(ms)
    await flushPromises()
}

it('a list shows what the event tells of a rollout, and asks for nothing', async () => {
    const page = await at('/rollouts')
    expect(page.text()).toContain('0 of 2 ready')

    line.say('rollout', { ...news, counts: { ...counts, planned: 0, ready: 2, working: 0 }, status: 'done' })
    await after(2_000)

    expect(page.text()).toContain('2 of 2 ready')
    expect(page.text()).toContain('Done')
    expect(asked).toEqual([])
    page.wrapper.unmount()
})

it('a list asks for a rollout that it does not know, once for many events', async () => {
    const page = await at('/rollouts')
    for (const id of [8, 9, 8, 9]) line.say('rollout', { ...news, id })
    await after(2_000)
    expect(asked).toEqual(['/rollouts'])
    page.wrapper.unmount()
})

it('a list narrowed to a state asks anew when one leaves it, and not for one of another state', async () => {
    const page = await at('/rollouts?status=running')
    line.say('rollout', { ...news, id: 8, status: 'done' })
    await after(2_000)
    expect(asked).toEqual([])

    line.say('rollout', { ...news, status: 'paused' })
    await after(2_000)
    expect(asked).toEqual(['/rollouts'])
    page.wrapper.unmount()
})

it('the page of a paused rollout asks for nothing while nothing moves', async () => {
    const page = await at('/deployments/1/rollouts/7')
    line.say('rollout', { ...news, status: 'paused', pausedWhy: 'waits after the first batch' })
    await after(1_500)
    expect(page.text()).toContain('waits after the first batch')
    expect(asked).toEqual([])

    await after(30_000)
    expect(asked).toEqual([])
    page.wrapper.unmount()
})

it('the page asks for placements alone when they moved, and shows the numbers before that', async () => {
    const page = await at('/deployments/1/rollouts/7')
    line.say('rollout', { ...news, status: 'paused', counts: { ...counts, working: 0, ready: 1 } })
    await flushPromises()
    expect(page.text()).toContain('1/ 2 ready')
    expect(asked).toEqual([])

    await after(1_100)
    expect(asked).toEqual(['/rollouts/7/placements'])
    page.wrapper.unmount()
})

it('news move a rollout by its numbers; those of a placement end the reason of the state before', () => {
    const one = rollout as unknown as Rollout
    expect(moved(one, { ...one, status: 'paused' })).toBe(false)
    expect(moved(one, { ...one, counts: { ...counts, ready: 1, working: 0 } })).toBe(true)

    const failed = { ...part, observed: { state: 'failed', reason: 'no port' } } as unknown as Part
    const told = (state: string) => toldPart(failed, { state, reachable: false } as LiveEvents['placement'])
    expect(told('running')).toMatchObject({ connected: false, observed: { state: 'running' } })
    expect(told('running').observed?.reason).toBeUndefined()
    expect(told('failed').observed?.reason).toBe('no port')
})
