import { describe, expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { addressOptions, entriesOf, sameEntries, wrongEntry } from './addresses'
import { useForm } from './form'

interface Thing {
    revision: number
    name: string
}

function formOf(thing: { value: Thing }) {
    const sent: [Partial<Thing>, number][] = []
    const form = effectScope().run(() =>
        useForm<Thing, { name: string }, Partial<Thing>>({
            thing: () => thing.value,
            draft: ({ name }) => ({ name }),
            edit: (before, after) => (before.name === after.name ? {} : { name: after.name }),
            read: async () => thing.value,
            save: async (edit, revision) => {
                sent.push([edit, revision])
                return { ...thing.value, ...edit, revision: revision + 1 }
            },
            saved: () => {},
            done: () => 'done',
            failed: () => 'failed',
            subject: () => 'thing:1',
        }),
    )
    if (!form) throw new Error('the scope ran nothing')
    return { form, sent }
}

describe('a form', () => {
    test('sends what differs, with the revision it began from, and begins again from the answer', async () => {
        const { form, sent } = formOf(shallowRef({ revision: 3, name: 'shop' }))
        expect(form.touched.value).toBe(false)
        form.draft.value.name = 'store'
        expect(form.touched.value).toBe(true)
        await form.save()
        expect(sent).toEqual([[{ name: 'store' }, 3]])
        expect(form.touched.value).toBe(false)
        expect(form.revision.value).toBe(4)
    })

    test('takes over what others save as long as nothing is typed', async () => {
        const thing = shallowRef({ revision: 1, name: 'shop' })
        const { form } = formOf(thing)
        thing.value = { revision: 2, name: 'theirs' }
        await nextTick()
        expect(form.draft.value.name).toBe('theirs')
        expect(form.revision.value).toBe(2)

        form.draft.value.name = 'mine'
        thing.value = { revision: 3, name: 'theirs again' }
        await nextTick()
        expect(form.draft.value.name).toBe('mine')
        expect(form.revision.value).toBe(2)
        form.discard()
        expect(form.draft.value.name).toBe('theirs again')
    })
})

test('addresses are one a line or with commas, and are told as options', () => {
    expect(entriesOf('10.0.*,\n ::1 10.0.*')).toEqual(['10.0.*', '::1'])
    expect(sameEntries('10.0.*\n::1', '10.0.*,::1')).toBe(true)
    expect(wrongEntry('10.0.0.0/8\n::1 10.*')).toBeUndefined()
    expect(wrongEntry('10.0.0.0/8 home')).toBe('home')
    expect(addressOptions({ allowAddresses: ['10.0.*'], denyAddresses: [] })).toBe(" --allow '10.0.*' --deny ''")
    expect(addressOptions({})).toBe('')
})
