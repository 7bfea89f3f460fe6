import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { speak } from '@/ui/locale'
import ServerPage from './ServerPage.vue'
import { boundsText, grouped, valueText, variableOf, warningText, wrongText, type Setting } from './settings'
import { words } from './words'

const keep: Setting = {
    key: 'keep.steps-days',
    value: '30',
    source: 'default',
    default: '30',
    live: true,
    editable: true,
    revision: 0,
    kind: 'number',
    min: 0,
    max: 3650,
    unit: 'days',
    help: 'h',
}
const approve: Setting = {
    ...keep,
    key: 'nodes.approve',
    value: 'all',
    source: 'flag',
    setBy: '--nodes.approve',
    default: 'enrolled',
    editable: false,
    kind: 'choice',
    min: undefined,
    max: undefined,
    unit: undefined,
    choices: ['manual', 'enrolled', 'all'],
}
const log: Setting = {
    ...approve,
    key: 'log.level',
    value: 'info',
    source: 'default',
    setBy: undefined,
    default: 'info',
    live: false,
    choices: ['error', 'info'],
}

describe('a setting', () => {
    it('of the server has words in both languages', () => {
        const server = '../../../server/src/main/java/io/stardust/server/SettingSpec.java'
        const source = readFileSync(join(dirname(fileURLToPath(import.meta.url)), server), 'utf8')
        const names = [...source.matchAll(/new SettingSpec\(\s*"([^"]+)"/g)].map(found => found[1])
        expect(names.length).toBeGreaterThan(30)
        expect(names.filter(name => !(`about.${name}` in words))).toEqual([])
    })

    it('reads as people say it', () => {
        expect(valueText(keep, '30')).toBe('30 days')
        expect(valueText(keep, '0')).toBe('Forever')
        expect(valueText({ ...keep, unit: 'seconds' }, '7200')).toBe('7,200 seconds (2 h)')
        expect(valueText({ ...keep, unit: 'bytes' }, '1073741824')).toBe('1.00 GB (1,073,741,824)')
        expect(valueText({ ...keep, key: 'nodes.session-timeout' }, '')).toBe('Three heartbeat intervals')
        expect(valueText(approve, 'all')).toBe('All: every node joins directly')
        expect(boundsText(keep)).toBe('0–3,650 days')
        expect(variableOf('keep.steps-days')).toBe('STARDUST_KEEP_STEPS_DAYS')
    })

    it('is checked before it is sent, and warns of what cannot be undone', () => {
        expect(['0', '3650', ' 7 '].map(draft => wrongText(keep, draft))).toEqual([undefined, undefined, undefined])
        for (const bad of ['', 'x', '-1', '1.5', '3651']) expect(wrongText(keep, bad), bad).toContain('3,650 days')
        expect(wrongText({ ...keep, default: '' }, '')).toBeUndefined()
        expect(warningText(keep, '7')).toContain('deleted')
        expect(warningText(keep, '0')).toBeUndefined()
        expect(warningText({ ...keep, value: '0' }, '7')).toContain('deleted')
        expect(warningText(approve, 'all')).toContain('without approval')
    })

    it('is found by key, meaning and value, within its group', () => {
        const found = (text: string) => grouped([keep, approve, log], text).map(one => one.group)
        expect(found('')).toEqual(['nodes', 'keep', 'log'])
        expect(found('APPROVE')).toEqual(['nodes'])
        expect(found('deployment steps')).toEqual(['keep'])
        expect(found('nothing of it')).toEqual([])
    })
})

describe('the page', () => {
    const asked: { method: string; path: string; ifMatch: string | null; body: unknown }[] = []

    async function open(answer: (method: string, path: string) => Response) {
        asked.length = 0
        vi.stubGlobal('fetch', async (request: Request) => {
            const path = new URL(request.url).pathname.replace('/api/v1', '')
            const text = request.method === 'GET' ? '' : await request.text()
            const body: unknown = text && JSON.parse(text)
            asked.push({ method: request.method, path, ifMatch: request.headers.get('if-match'), body })
            if (path === '/changes') return Response.json({ items: [] })
            if (path === '/settings') return Response.json({ items: [keep, approve, log] })
            return answer(request.method, path)
        })
        const router = createRouter({
            history: createMemoryHistory(),
            routes: [{ path: '/:any(.*)*', component: ServerPage }],
        })
        await router.push('/settings/server')
        const wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
        await flushPromises()
        await wrapper.find('[data-key="keep.steps-days"] .act button').trigger('click')
        await flushPromises()
        return wrapper
    }

    afterEach(() => {
        vi.unstubAllGlobals()
        document.body.innerHTML = ''
    })

    it('edits in place what can be edited, and says of the others why not', async () => {
        const after = { ...keep, value: '7', source: 'edited', revision: 5, setBy: 'user:1 anna', setAt: Date.now() }
        const wrapper = await open(() => Response.json(after))
        expect(wrapper.findAll('.act button')).toHaveLength(0)
        expect(wrapper.text()).toContain('Set by --nodes.approve')
        expect(wrapper.text()).toContain('STARDUST_LOG_LEVEL')

        await wrapper.find('form input').setValue('7')
        expect(wrapper.find('form').text()).toContain('deleted')
        await wrapper.find('form').trigger('submit')
        await flushPromises()

        const put = asked.find(one => one.method === 'PUT')
        expect(put).toEqual({ method: 'PUT', path: '/settings/keep.steps-days', ifMatch: '"0"', body: { value: '7' } })
        expect(wrapper.find('form').exists()).toBe(false)
        expect(wrapper.find('[data-key="keep.steps-days"]').text()).toContain('7 days')
        expect(wrapper.find('[data-key="keep.steps-days"]').text()).toContain('anna')
    })

    it('shows what the server says beside the field, and keeps the draft', async () => {
        const detail = 'keep.steps-days (edited): 7 (expected: something else)'
        const wrapper = await open(() => Response.json({ title: 't', status: 400, detail }, { status: 400 }))

        await wrapper.find('form input').setValue('7')
        await wrapper.find('form').trigger('submit')
        await flushPromises()

        expect(wrapper.find('form .wrong').text()).toBe(detail)
        expect((wrapper.find('form input').element as HTMLInputElement).value).toBe('7')
    })

    it('lets people choose when somebody else was faster', async () => {
        const theirs = { ...keep, value: '8', source: 'edited', revision: 4 }
        const wrapper = await open(method =>
            method === 'GET'
                ? Response.json(theirs)
                : Response.json({ title: 't', status: 412, detail: 'd' }, { status: 412 }),
        )

        await wrapper.find('form input').setValue('7')
        await wrapper.find('form').trigger('submit')
        await flushPromises()

        expect(document.body.textContent).toContain('Someone else changed this')
        expect(asked.filter(one => one.method === 'PUT')).toHaveLength(1)
    })

    it('speaks the language of the reader', async () => {
        speak('zh')
        try {
            const wrapper = await open(() => Response.json(keep))
            expect(wrapper.text()).toContain('部署步骤的保留时间')
            expect(wrapper.text()).toContain('默认：30 天')
        } finally {
            speak('en')
        }
    })
})
