// The page with what a server answers: what is asked for, what is shown, how one gets further.
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { FakeSource, last, openLine } from '@/api/line.fixture'
import { absolute } from '@/ui/format'
import { speak } from '@/ui/locale'
import type { Entry } from './logs'
import LogsPage from './LogsPage.vue'
import LogView from './LogView.vue'

const asked: URL[] = []
let answers: Record<string, unknown>
let unmount = () => {}

const entry = (time: number, message: string, more: Partial<Entry> = {}): Entry => ({
    position: `${time}.0.1.3.0.0`,
    time,
    nanos: 0,
    level: 'info',
    appId: 3,
    app: 'shop',
    message,
    attributes: [],
    ...more,
})
const refusal = (status: number, detail: string) =>
    new Response(JSON.stringify({ title: 'Refused', status, detail }), {
        status,
        headers: { 'Content-Type': 'application/problem+json' },
    })
const page = (...items: Entry[]) => ({ items, complete: true, scannedBytes: 0, damaged: 0 })
const unclosed = 'q: at character 3: expected a closing quote for the one at character 1'
const now = 1_800_000_000_000
const standard = { name: 'standard', keepDays: 7, maxBytes: 10 * 2 ** 30, bytes: 2 ** 30, taking: true }

beforeEach(() => {
    vi.useFakeTimers({ now, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    vi.stubGlobal('EventSource', FakeSource)
    vi.stubGlobal(
        'ResizeObserver',
        class {
            observe() {}
            unobserve() {}
            disconnect() {}
        },
    )
    localStorage.clear()
    FakeSource.all = []
    answers = {
        '/apps': {
            items: [
                { id: 3, name: 'shop' },
                { id: 4, name: 'bank' },
            ],
        },
        '/logs': page(
            entry(now - 1000, 'payment failed: card\n\tat Pay.java:7', {
                level: 'error',
                node: 'web1',
                logger: 'io.shop.payments.Cashier',
                trace: 'abc',
                attributes: [{ name: 'user', value: 'ana maria' }],
            }),
            entry(now - 2000, 'started', { node: 'web2', position: 'p2' }),
        ),
        '/logs/histogram': {
            from: now - 120_000,
            bucketMs: 60_000,
            levels: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
            buckets: [
                [0, 0, 1, 0, 0, 0],
                [0, 0, 0, 0, 1, 0],
            ],
            total: 2,
            complete: true,
            damaged: 0,
        },
        '/rollouts': { items: [] },
        '/apps/3/config/releases': { items: [] },
        '/logs/volume': { classes: [standard], hourBytes: 2 ** 30, apps: [] },
    }
})
afterEach(() => {
    unmount()
    speak('en')
    vi.useRealTimers()
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
})

async function at(address: string) {
    asked.length = 0
    vi.stubGlobal('fetch', async (request: Request) => {
        const url = new URL(request.url)
        const path = url.pathname.replace('/api/v1', '')
        if (path === '/me') {
            const projects = [{ id: 1, name: 'default', role: 'admin' }]
            return Response.json({ id: 1, name: 'a', platform: true, actor: 'user:1 a', projects, oidc: false })
        }
        asked.push(url)
        const answer = answers[path]
        if (answer instanceof Response) return answer.clone()
        return Response.json(typeof answer === 'function' ? answer(url.searchParams) : answer)
    })
    const { askWho } = await import('@/api/session')
    await askWho()
    const routes = [
        { path: '/logs', component: LogsPage },
        { path: '/of-an-app', component: LogView, props: { appId: 3 } },
        { path: '/:any(.*)*', component: { template: '<p></p>' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push(address)
    const wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    unmount = () => wrapper.unmount()
    await settle()
    return { wrapper, router, text: () => document.body.textContent ?? '' }
}
async function settle(ms = 0) {
    await flushPromises()
    await vi.advanceTimersByTimeAsync(ms)
    await flushPromises()
}
const calls = (path: string) => asked.filter(url => url.pathname === `/api/v1${path}`).map(url => url.searchParams)
const button = (name: string) =>
    [...document.querySelectorAll('button')].find(
        one => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name,
    )
async function press(name: string) {
    const found = button(name)
    if (!found) throw new Error(`no button ${name}`)
    found.click()
    await settle()
}
const lines = () => [...document.querySelectorAll<HTMLElement>('.line')]

describe('the log explorer', () => {
    it('asks for what the address says', async () => {
        await at('/logs?app=shop&app=bank&q=failed&level=warn&from=1000&to=2000')
        const [query] = calls('/logs')
        expect(query?.getAll('app')).toEqual(['shop', 'bank'])
        expect(Object.fromEntries(query ?? [])).toMatchObject({
            q: 'failed level:warn+',
            from: '1000',
            to: '2000',
            limit: '200',
        })
        expect(calls('/logs/histogram')[0]?.get('q')).toBe('failed level:warn+')
    })

    it('asks for the last hour of all apps, or of those of the project', async () => {
        await at('/logs')
        expect(calls('/logs')[0]?.getAll('app')).toEqual([])
        expect(calls('/logs')[0]?.get('from')).toBe(String(now - 3_600_000))
        expect(calls('/logs')[0]?.get('to')).toBeNull()
        unmount()
        await at('/logs?project=1')
        expect(calls('/apps')[0]?.get('project')).toBe('1')
        expect(calls('/logs')[0]?.getAll('app')).toEqual(['3', '4'])
    })

    it('shows a line for each record, what was searched for marked', async () => {
        const { text } = await at('/logs?q=failed')
        expect(lines()).toHaveLength(2)
        expect(lines()[0]!.textContent).toContain('ERROR')
        expect(lines()[0]!.textContent).toContain('+1 line')
        expect(lines()[0]!.querySelector('mark')?.textContent).toBe('failed')
        expect(lines()[0]!.textContent).toContain('web1')
        expect(text()).toContain('2 records')
        expect(text()).toContain('Kept for 7 days or until 10.0 GB; 1.00 GB now')
        expect(text()).toContain('./stardust logs -q failed --since 1h')
    })

    it('opens a record, which then is in the address, and filters by what it says', async () => {
        const { router, text } = await at('/logs?q=failed')
        lines()[0]!.click()
        await settle()
        expect(text()).toContain('at Pay.java:7')
        expect(router.currentRoute.value.query['at']).toBe(`${now - 1000}.0.1.3.0.0`)
        await press('Filter out @user:"ana maria"')
        expect(router.currentRoute.value.query).toMatchObject({ q: 'failed -@user:"ana maria"' })
        expect(router.currentRoute.value.query['at']).toBeUndefined()
        expect(calls('/logs').at(-1)?.get('q')).toBe('failed -@user:"ana maria"')
    })

    it('opens the record that a link names, also when it is not among those shown', async () => {
        answers['/logs/around'] = page(entry(5, 'long ago', { position: 'p9' }))
        const { text } = await at('/logs?at=p2')
        expect(document.querySelector('.line.open')?.textContent).toContain('started')
        unmount()
        await at('/logs?at=p9')
        expect(text()).toContain('The linked record')
        expect(text()).toContain('long ago')
    })

    it('shows what stands around a record, and more of it', async () => {
        const near = (from: number, n: number) =>
            Array.from({ length: n }, (_, i) => entry(from + i, `line ${from + i}`, { position: `n${from + i}` }))
        answers['/logs/around'] = (query: URLSearchParams) =>
            query.get('before') === '20'
                ? page(...near(80, 20), entry(100, 'the one', { position: 'p2' }), ...near(101, 3))
                : page(...near(30, 50), entry(80, 'line 80', { position: 'n80' }))
        const { text } = await at('/logs')
        lines()[1]!.click()
        await settle()
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true }))
        await settle()
        expect(document.querySelector('li.middle')?.textContent).toContain('the one')
        expect(button('Load later')).toBeUndefined()
        await press('Load earlier')
        expect(text()).toContain('line 30')
    })

    it('loads what is behind, and says where a search stopped', async () => {
        answers['/logs'] = (query: URLSearchParams) =>
            query.get('after')
                ? page(entry(1, 'the last'))
                : {
                      ...page(entry(2, 'the first')),
                      next: 'n1',
                      complete: false,
                      scannedBytes: 1.5 * 2 ** 30,
                      damaged: 2,
                  }
        const { text } = await at('/logs')
        expect(text()).toContain('Searched 1.50 GB so far.')
        expect(text()).toContain('2 damaged blocks were skipped.')
        await press('Continue')
        expect(calls('/logs').at(-1)?.get('after')).toBe('n1')
        expect(lines().map(line => line.querySelector('.text')?.textContent)).toEqual(['the first', 'the last'])
        expect(text()).toContain('No earlier records')
    })

    it('says below the field what is wrong with a query, without a search', async () => {
        answers['/logs'] = (query: URLSearchParams) => page(...(query.get('to') === '1' ? [] : [entry(2, 'one')]))
        const { text } = await at('/logs')
        answers['/logs'] = refusal(400, 'q: at character 3: expected a closing quote')
        const field = document.querySelector<HTMLInputElement>('input[role=combobox]')!
        field.value = '"a'
        field.dispatchEvent(new Event('input'))
        await settle(400)
        expect(text()).toContain('at character 3: expected a closing quote')
        expect(lines()).toHaveLength(1)
        expect(calls('/logs').at(-1)?.get('to')).toBe('1')
    })

    it('says of a query with an error that there is one, and not that nothing was found', async () => {
        answers['/logs'] = refusal(400, unclosed)
        const { router, text } = await at('/logs?q="a')
        expect(text()).toContain('The query has an error')
        expect(text()).not.toContain('No matches')
        await press('Clear the query')
        expect(router.currentRoute.value.query['q']).toBeUndefined()
    })

    it('keeps the histogram of the search before, dimmed, while the query has an error', async () => {
        const { router, text } = await at('/logs?q=a')
        expect(document.querySelector('.histogram.outdated')).toBeNull()
        const counted = answers['/logs/histogram']
        answers['/logs'] = answers['/logs/histogram'] = refusal(400, unclosed)
        await router.push('/logs?q="a')
        await settle()
        expect(document.querySelector('.histogram.outdated')).not.toBeNull()
        expect(text()).not.toContain('2 records')

        answers['/logs'] = page()
        answers['/logs/histogram'] = counted
        await router.push('/logs?q=b')
        await settle()
        expect(document.querySelector('.histogram.outdated')).toBeNull()
        expect(text()).toContain('2 records')
    })

    it.each([
        [unclosed, '查询有误'],
        ['logs: too many searches at a time; try again', '同时进行的搜索过多，请重试'],
    ])('says in the language of the reader why there are no patterns and no values: %s', async (detail, said) => {
        speak('zh')
        answers['/logs/patterns'] = answers['/logs/values'] = refusal(detail.startsWith('q') ? 400 : 503, detail)
        await at('/logs?tab=patterns&q="a')
        await press('字段')
        const node = [...document.querySelectorAll('details')].find(one => one.textContent?.includes('节点'))!
        node.open = true
        node.dispatchEvent(new Event('toggle'))
        await settle()
        expect(document.querySelector('.patterns')?.textContent).toContain(said)
        expect(document.querySelector('aside .bad')?.textContent).toBe(said)
        expect(document.body.textContent).not.toMatch(/closing quote|too many/)
    })

    it('counts the levels, and looks for one of them', async () => {
        const { router } = await at('/logs?q=x')
        const counts = [...document.querySelectorAll('[aria-label="Records by level"] button')]
        expect(counts.map(one => one.textContent)).toEqual(['ERROR1', 'INFO1'])
        ;(counts[0] as HTMLElement).click()
        await settle()
        expect(router.currentRoute.value.query['q']).toBe('x level:error')
    })

    it('shows a record in JSON over several lines', async () => {
        answers['/logs'] = page(entry(now - 1, '{"order":1234567890123456789,"ok":true}'))
        await at('/logs')
        lines()[0]!.click()
        await settle()
        expect(document.querySelector('.message')?.textContent).toBe(
            '{\n  "order": 1234567890123456789,\n  "ok": true\n}',
        )
    })

    it('marks what an expression matches', async () => {
        const { text } = await at('/logs?q=/p\\w%2Bt/')
        await expect.poll(() => document.querySelector('mark')?.textContent).toBe('payment')
        expect(text()).toContain('2 records')
    })

    it('names the app of a page that knows its id, as people would call it', async () => {
        answers['/apps/3'] = { id: 3, name: 'shop' }
        const { text } = await at('/of-an-app')
        expect(calls('/logs')[0]?.getAll('app')).toEqual(['3'])
        expect(text()).toContain('./stardust logs shop --since 1h')
        expect(document.querySelector('[aria-haspopup=dialog]')?.textContent).not.toContain('All apps')
    })

    it('completes fields and their values by the keyboard', async () => {
        answers['/logs/values'] = {
            field: 'node',
            values: [
                { value: 'web1', count: 9 },
                { value: 'web 2', count: 1 },
            ],
            complete: true,
        }
        const { router } = await at('/logs?q=failed')
        const field = document.querySelector<HTMLInputElement>('input[role=combobox]')!
        const key = async (name: string) => {
            field.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
            await settle(150)
        }
        field.focus()
        field.value = 'failed no'
        field.setSelectionRange(9, 9)
        field.dispatchEvent(new Event('input'))
        await settle(150)
        await key('Tab')
        expect(field.value).toBe('failed node:')
        expect(calls('/logs/values').at(-1)?.get('q')).toBe('failed')
        await key('ArrowDown')
        await key('ArrowDown')
        await key('Enter')
        expect(field.value).toBe('failed node:"web 2" ')
        await key('Escape')
        await key('Enter')
        expect(router.currentRoute.value.query['q']).toBe('failed node:"web 2"')
    })

    it('has fields beside the records, asked for once they are opened', async () => {
        answers['/logs/values'] = {
            field: 'node',
            values: [
                { value: 'web1', count: 9 },
                { value: '', count: 2 },
            ],
            complete: true,
        }
        const { router } = await at('/logs')
        await press('Fields')
        expect(calls('/logs/values')).toEqual([])
        const node = [...document.querySelectorAll('details')].find(one => one.textContent?.includes('Node'))!
        node.open = true
        node.dispatchEvent(new Event('toggle'))
        await settle()
        expect(calls('/logs/values')[0]?.get('field')).toBe('node')
        await press('Filter out node:web1')
        expect(router.currentRoute.value.query['q']).toBe('-node:web1')
    })

    it('shows patterns, what is new, and searches for one by its words', async () => {
        answers['/logs/patterns'] = {
            patterns: [
                { pattern: 'payment * failed: no answer', count: 30, fresh: true },
                { pattern: '', count: 10, fresh: false },
            ],
            newSince: now - 60_000,
            complete: true,
        }
        const { router, text } = await at('/logs?app=shop&tab=patterns')
        expect(text()).toContain('1 new since the rollout of')
        expect(text()).toContain('NEW')
        expect(text()).toContain('75%')
        expect(text()).toContain('(all others)')
        expect(text()).toContain('./stardust logs shop --since 1h --patterns')
        document.querySelector<HTMLElement>('button.pattern')!.click()
        await settle()
        expect(router.currentRoute.value.query).toEqual({ app: 'shop', q: '"failed: no answer"' })
    })

    it('tells of apps that were cut', async () => {
        answers['/logs/volume'] = {
            ...(answers['/logs/volume'] as object),
            classes: [{ ...standard, bytes: undefined }],
            apps: [
                { appId: 3, app: 'shop', used: 1, refusedRecords: 12, refusedBytes: 1 },
                { appId: 4, app: 'bank', used: 1, refusedRecords: 5, refusedBytes: 1 },
            ],
        }
        const { text } = await at('/logs?app=shop')
        expect(text()).toContain('Kept for 7 days or until 10.0 GB')
        expect(text()).not.toContain('GB now')
        expect(text()).toContain('shop logs more than 1.00 GB an hour: 12 records rejected')
        expect(text()).not.toContain('bank logs more')
    })

    it('tells how long each class is kept, where there are several', async () => {
        const audit = { name: 'audit', keepDays: 365, maxBytes: 20 * 2 ** 30, bytes: 0, taking: false }
        answers['/logs/volume'] = { ...(answers['/logs/volume'] as object), classes: [standard, audit] }
        const { text } = await at('/logs?app=shop')
        expect(text()).toContain('standard: Kept for 7 days or until 10.0 GB; 1.00 GB now')
        expect(text()).toContain('audit: Kept for 365 days or until 20.0 GB; 0 B now')
    })

    it('marks when the one app was rolled out or its config released', async () => {
        const began = { deploymentId: 5, deploymentName: 'web', version: '1.4', kind: 'publish', status: 'running' }
        answers['/rollouts'] = { items: [{ ...began, id: 9, createdAt: now - 100_000 }] }
        answers['/apps/3/config/releases'] = { items: [{ number: 4, createdAt: now - 30_000 }] }
        const { router } = await at('/logs?app=shop')
        const links = () => [...document.querySelectorAll<HTMLAnchorElement>('.lane a')]
        expect(links().map(link => link.getAttribute('href'))).toEqual([
            '/deployments/5/rollouts/9',
            '/configs/3/releases?from=3&to=4',
        ])
        expect(links().map(link => link.title)).toEqual([
            `${absolute(now - 100_000)}: rollout of web 1.4`,
            `${absolute(now - 30_000)}: config release #4`,
        ])
        expect(document.querySelectorAll('.chart .moment')).toHaveLength(2)
        expect(Object.fromEntries(calls('/rollouts')[0] ?? [])).toMatchObject({
            app: '3',
            from: String(now - 3_600_000),
        })

        await router.push('/logs?app=shop&app=bank')
        await settle()
        expect(document.querySelector('.lane')).toBeNull()
        expect(calls('/rollouts')).toHaveLength(1)
    })

    it('says what to do where there is nothing', async () => {
        answers['/logs'] = page()
        const { text, router } = await at('/logs')
        expect(text()).toContain('No records in this time range')
        await press('Extend the time range')
        expect(router.currentRoute.value.query['last']).toBe('6h')
        unmount()
        const other = await at('/logs?q=x&level=error')
        expect(other.text()).toContain('No matches')
        unmount()
        answers['/apps'] = { items: [] }
        const none = await at('/logs')
        expect(none.text()).toContain('No apps yet')
        unmount()
        answers['/apps'] = { items: [{ id: 3, name: 'shop' }] }
        answers['/logs'] = new Response(
            JSON.stringify({ title: 'Service Unavailable', status: 503, detail: 'logs: the disk is full' }),
            {
                status: 503,
                headers: { 'Content-Type': 'application/problem+json' },
            },
        )
        const away = await at('/logs')
        expect(away.text()).toContain('logs: the disk is full')
    })

    it('asks again for what it did not get, once the server is back', async () => {
        const line = openLine()
        answers['/logs'] = Response.error()
        const { text } = await at('/logs')
        expect(text()).toContain('The server does not respond')
        answers['/logs'] = page(entry(now - 1000, 'back'))
        last().onerror?.()
        await settle(3_000)
        last().onopen?.()
        await settle()
        expect(lines()[0]?.textContent).toContain('back')
        line.close()
    })
})

describe('live', () => {
    const tell = async (...entries: Entry[]) => {
        for (const one of entries) last().say('log', JSON.stringify({ ...one, position: undefined }))
        await settle(200)
    }
    const shown = () => lines().map(line => line.querySelector('.text')?.textContent)

    it('puts what comes on top, each record once', async () => {
        const { text } = await at('/logs?app=shop&q=a&live=1')
        expect(last().url).toBe('/api/v1/logs/live?app=shop&q=a')
        last().onopen?.()
        await settle()
        await tell(entry(now - 1000, 'payment failed: card\n\tat Pay.java:7', { level: 'error' }), entry(now, 'fresh'))
        expect(shown()[0]).toBe('fresh')
        last().say('lost', '{"count":7}')
        await settle()
        expect(text()).toContain('7 records skipped')
        expect(text()).toContain('./stardust logs shop -q a --since 1h -f')
    })

    it('waits while somebody reads, and counts', async () => {
        const { text } = await at('/logs?live=1')
        last().onopen?.()
        await settle()
        lines()[0]!.click()
        await settle()
        await tell(entry(now, 'fresh'), entry(now + 1, 'fresher'))
        expect(shown()).not.toContain('fresh')
        expect(text()).toContain('2 new')
        await press('2 new')
        expect(shown().slice(0, 2)).toEqual(['fresher', 'fresh'])
    })

    it('mends itself, and asks for what it missed', async () => {
        const { text } = await at('/logs?live=1')
        last().onopen?.()
        await settle()
        const before = calls('/logs').filter(query => query.get('limit') === '200').length
        last().onerror?.()
        await settle()
        expect(text()).toContain('Interrupted, reconnecting')
        await settle(3000)
        expect(FakeSource.all).toHaveLength(2)
        last().onopen?.()
        await settle()
        expect(calls('/logs').filter(query => query.get('limit') === '200')).toHaveLength(before + 1)
    })

    it('ends with a word when the logs may not be read any more', async () => {
        const { text } = await at('/logs?app=shop&live=1')
        last().onopen?.()
        await settle()
        answers['/logs'] = new Response(
            JSON.stringify({ title: 'Not Found', status: 404, detail: 'app shop: there is none' }),
            {
                status: 404,
                headers: { 'Content-Type': 'application/problem+json' },
            },
        )
        last().onerror?.()
        await settle(60_000)
        expect(text()).toContain('Ended: app shop: there is none')
        expect(FakeSource.all).toHaveLength(1)
        expect(last().closed).toBe(true)
    })

    it('is left by its button, and closes its line', async () => {
        const { router } = await at('/logs?from=5&to=9')
        await press('Live')
        expect(router.currentRoute.value.query).toEqual({ live: '1' })
        expect(FakeSource.all).toHaveLength(1)
        await press('Live')
        expect(router.currentRoute.value.query).toEqual({})
        expect(last().closed).toBe(true)
    })
})
