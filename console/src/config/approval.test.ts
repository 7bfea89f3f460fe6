// The page of a config with a draft, where the project asks for approvals: which act comes next.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { askWho } from '@/api/session'
import ConfigPage from './ConfigPage.vue'

const sheet = {
    appId: 9,
    app: 'shop',
    projectId: 1,
    enabled: true,
    share: 'none',
    global: false,
    readOnly: false,
    quotes: [],
    release: 1,
    items: 1,
    drafts: 1,
    added: 0,
    gray: false,
    revision: 1,
}

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

/** The names of the buttons that the page puts first, once the server has told of the approval. */
async function primary(approval: object): Promise<string[]> {
    vi.stubGlobal('fetch', async (request: Request) => {
        const path = new URL(request.url).pathname.replace('/api/v1', '')
        if (path === '/me') {
            const projects = [{ id: 1, name: 'default', role: 'admin' }]
            return Response.json({ id: 1, name: 'a', platform: true, actor: 'user:1 a', projects, oidc: false })
        }
        if (path === '/apps/9/config') return Response.json(sheet)
        if (path === '/apps/9/config/approval') return Response.json(approval)
        return Response.json({ items: [] })
    })
    await askWho()
    const routes = [
        { path: '/configs/:id/:tab?', component: ConfigPage },
        { path: '/:any(.*)*', component: { template: '<p></p>' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push('/configs/9/changes')
    mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    await flushPromises()
    return [...document.querySelectorAll('.n-button--primary-type')].map(one => one.textContent!.trim())
}

it('publishing comes first where no approval is asked for', async () => {
    expect(await primary({ required: false, editors: [] })).toEqual(['Publish'])
})

it('the approval comes before publishing while it is missing', async () => {
    expect(await primary({ required: true, draft: 'd', editors: ['user:2 b'] })).toEqual(['Approve'])
})

it('nothing comes first for who has edited the draft and waits for another', async () => {
    expect(await primary({ required: true, draft: 'd', editors: ['user:1 a'] })).toEqual([])
})

it('publishing comes first once the draft is approved', async () => {
    expect(await primary({ required: true, draft: 'd', editors: ['user:1 a'], approvedBy: 'user:2 b' })).toEqual([
        'Publish',
    ])
})
