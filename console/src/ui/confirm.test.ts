import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '@/api/problem'
import ConfirmAction from './ConfirmAction.vue'
import EditAction from './EditAction.vue'
import { toasts } from './toasts'

const command = { cli: 'node approve 3', api: { method: 'POST', path: '/nodes/3/approve' } }
const texts = { label: 'Approve', title: 'Approve web1', done: 'Approved', command }

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json({ items: [{ id: 88 }] })))
afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
})

const button = (text: string) =>
    [...document.querySelectorAll('button')].filter(one => one.textContent?.trim() === text).at(-1)!

function shown(props: object) {
    return mount(ConfirmAction, { props: { ...texts, run: async () => {}, ...props }, attachTo: document.body })
}

test('an act is asked for, shown as command and as call, done and told with its change', async () => {
    const run = vi.fn(async () => ({ id: 3 }))
    const wrapper = shown({ run, subject: (answer: { id: number }) => `node:${answer.id}` })

    button('Approve').click()
    await flushPromises()
    expect(run).not.toHaveBeenCalled()
    expect(document.body.textContent).toContain('./stardust node approve 3')

    button('Approve').click()
    await flushPromises()
    expect(run).toHaveBeenCalledOnce()
    expect(wrapper.emitted('done')).toHaveLength(1)
    expect(toasts.at(-1)).toMatchObject({ tone: 'good', text: 'Approved', link: '/changes/88' })
})

test('what the server refuses is said in the dialog, which stays', async () => {
    const wrapper = shown({ run: () => Promise.reject(new Problem(409, 'Conflict', 'the last administrator')) })

    button('Approve').click()
    await flushPromises()
    button('Approve').click()
    await flushPromises()

    expect(document.querySelector('[role=dialog]')?.textContent).toContain('the last administrator')
    expect(wrapper.emitted('done')).toBeUndefined()
})

test('an edit that came too late shows both versions, and saves mine over theirs when told so', async () => {
    const revisions: number[] = []
    mount(EditAction, {
        props: {
            ...texts,
            label: 'Edit',
            values: { name: 'mine' },
            revision: 1,
            fresh: async () => ({ revision: 2, name: 'theirs' }),
            save: async (revision: number) => {
                revisions.push(revision)
                if (revision === 1) throw new Problem(412, 'Outdated', '')
            },
        },
        attachTo: document.body,
    })

    button('Edit').click()
    await flushPromises()
    button('Save').click()
    await flushPromises()
    const text = document.body.textContent
    expect(text).toContain('mine')
    expect(text).toContain('theirs')

    button('Overwrite with mine').click()
    await flushPromises()
    expect(revisions).toEqual([1, 2])
})
