import { flushPromises, mount } from '@vue/test-utils'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, test } from 'vitest'
import type { Page } from '@/api/client'
import { Problem } from '@/api/problem'
import { fitting, searched, useList, type Column, type List, type ListQuery } from './list'

type Row = { id: number }
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => ({ id: from + at }))

async function listAt(
    address: string,
    load: (query: ListQuery, signal: AbortSignal) => Promise<Page<Row>>,
    more: Partial<Parameters<typeof useList<Row>>[0]> = {},
) {
    let list!: List<Row>
    const page = defineComponent({
        setup() {
            list = useList<Row>({ filters: ['status'], load, ...more })
            return () => null
        },
    })
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/things', component: page }] })
    await router.push(address)
    const wrapper = mount({ template: '<RouterView />' }, { global: { plugins: [router] } })
    await flushPromises()
    return { list, router, wrapper }
}

test('the URL is the state: search, filters and project are asked for', async () => {
    const asked: ListQuery[] = []
    const { list, router } = await listAt('/things?q=web&status=online&project=3&other=x', async query => {
        asked.push(query)
        return { items: rows(1, 2), total: 2 }
    })

    expect(asked).toEqual([{ limit: 50, cursor: undefined, q: 'web', status: 'online', project: 3 }])
    expect(list.filtered.value).toBe(true)
    expect(list.total.value).toBe(2)

    list.clear()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ project: '3', other: 'x' })
    expect(asked.at(-1)).toEqual({ limit: 50, cursor: undefined, q: undefined, status: undefined, project: 3 })
})

test('a filter that is set asks anew, one that is emptied leaves the URL', async () => {
    const asked: ListQuery[] = []
    const { list, router } = await listAt('/things', async query => {
        asked.push(query)
        return { items: [] }
    })

    list.filter('status').value = 'offline'
    await flushPromises()
    list.filter('status').value = ''
    await flushPromises()

    expect(asked.map(query => query['status'])).toEqual([undefined, 'offline', undefined])
    expect(router.currentRoute.value.fullPath).toBe('/things')
})

test('more goes on behind the cursor until there is none', async () => {
    const { list } = await listAt('/things', async ({ cursor }) =>
        cursor === undefined ? { items: rows(1, 50), next: 50, total: 70 } : { items: rows(51, 20) },
    )
    expect(list.hasMore.value).toBe(true)

    await list.more()
    await list.more()

    expect(list.items.value).toHaveLength(70)
    expect(list.hasMore.value).toBe(false)
    expect(list.total.value).toBe(70)
})

test('an answer that comes too late is not shown', async () => {
    const answers: ((page: Page<Row>) => void)[] = []
    const { list } = await listAt('/things', () => new Promise(resolve => answers.push(resolve)))

    list.filter('status').value = 'online'
    await flushPromises()
    answers[1]!({ items: rows(9, 1) })
    await flushPromises()
    answers[0]!({ items: rows(1, 5) })
    await flushPromises()

    expect(list.items.value).toEqual([{ id: 9 }])
})

test('a failure is shown, except when only refreshing what is there', async () => {
    let fails = false
    const { list } = await listAt('/things', async () => {
        if (fails) throw new Problem(503, 'away', 'away')
        return { items: rows(1, 1) }
    })
    fails = true

    await list.refresh()
    expect(list.problem.value).toBeUndefined()
    expect(list.items.value).toHaveLength(1)

    await list.reload()
    expect(list.problem.value).toMatchObject({ status: 503 })
})

test('what an event tells is put into the rows; an answer that may not know it is asked for again', async () => {
    const answers: ((page: Page<Row>) => void)[] = []
    const { list } = await listAt('/things', () => new Promise(resolve => answers.push(resolve)))
    answers[0]!({ items: rows(1, 3), total: 3 })
    await flushPromises()

    list.alter(shown => shown.filter(row => row.id !== 2))
    expect(list.items.value).toEqual([{ id: 1 }, { id: 3 }])
    expect(list.total.value).toBe(2)
    expect(answers).toHaveLength(1)

    void list.refresh()
    list.alter(shown => shown.filter(row => row.id !== 3))
    void list.refresh()
    answers[1]!({ items: rows(1, 3), total: 3 })
    await flushPromises()
    expect(answers).toHaveLength(3)
    answers[2]!({ items: rows(1, 1), total: 1 })
    await flushPromises()
    expect(list.items.value).toEqual([{ id: 1 }])
    expect(answers).toHaveLength(3)
})

test('the newest rows alone are put before those shown, and all are asked for when there is a gap', async () => {
    const asked: number[] = []
    let newest = 10
    const { list } = await listAt(
        '/things',
        async ({ limit }) => {
            asked.push(limit)
            return {
                items: rows(0, newest + 1)
                    .reverse()
                    .slice(0, limit),
            }
        },
        {
            join: (found, shown) =>
                found.some(row => row.id === shown[0]?.id)
                    ? [...found.filter(row => row.id > shown[0]!.id), ...shown]
                    : undefined,
        },
    )
    newest = 12
    await list.ahead(3)
    expect(asked).toEqual([50, 3])
    expect(list.items.value.map(row => row.id)).toEqual(
        rows(0, 13)
            .map(row => row.id)
            .reverse(),
    )

    newest = 20
    await list.ahead(3)
    await flushPromises()
    expect(asked).toEqual([50, 3, 3, 50])
    expect(list.items.value[0]).toEqual({ id: 20 })
})

test('the server sorts by what it can, the page by the rest, with all that one call gives', async () => {
    const asked: ListQuery[] = []
    const load = async (query: ListQuery) => {
        asked.push(query)
        return { items: [] }
    }
    const { list, router } = await listAt('/things', load, { sorts: ['state', 'name'], sort: 'state' })
    expect(asked.at(-1)).toMatchObject({ limit: 50, sort: 'state' })

    list.sort.value = '-name'
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/things?sort=-name')
    expect(asked.at(-1)).toMatchObject({ limit: 50, sort: '-name' })

    list.sort.value = 'note'
    await flushPromises()
    expect(asked.at(-1)).toMatchObject({ limit: 500 })
    expect(asked.at(-1)).not.toHaveProperty('sort')

    list.sort.value = 'state'
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/things')
})

test('a list that is searched here asks for all, without the words; its names in the URL are its own', async () => {
    const asked: ListQuery[] = []
    const load = async (query: ListQuery) => {
        asked.push(query)
        return { items: rows(1, 2) }
    }
    const { list, router } = await listAt('/things?q=other&keys.q=web', load, { searchesHere: true, prefix: 'keys.' })

    expect(asked).toEqual([{ limit: 500, cursor: undefined, status: undefined }])
    expect(list.filtered.value).toBe(true)
    list.clear()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: 'other' })
    expect(asked.at(-1)?.limit).toBe(50)
})

test('rows are found by every word that is typed, in what the columns tell', () => {
    const columns: Column<{ name: string; size: number; note?: string }>[] = [
        { key: 'name', title: '', render: row => row.name, sort: row => row.name },
        { key: 'size', title: '', render: row => row.size, sort: row => row.size },
        { key: 'note', title: '', render: row => row.note, text: row => row.note },
    ]
    const [ci, old] = [
        { name: 'CI token', size: 7, note: 'nightly' },
        { name: 'old', size: 70 },
    ]
    expect(searched([ci, old], columns, 'night ci')).toEqual([ci])
    expect(searched([ci, old], columns, '7')).toEqual([])
    expect(searched([ci, old], columns, ' ')).toEqual([ci, old])
})

test('a table without room for all leaves spare columns out, the last first, and no other', () => {
    const column = (key: string, width: number, spare?: true): Column<Row> => ({
        key,
        title: key,
        width,
        spare,
        render: () => key,
    })
    const columns = [column('name', 200), column('pid', 80, true), column('cpu', 70, true), column('acts', 100)]
    const keys = (width: number) => fitting(columns, width).map(one => one.key)

    expect(keys(450)).toEqual(['name', 'pid', 'cpu', 'acts'])
    expect(keys(400)).toEqual(['name', 'pid', 'acts'])
    expect(keys(100)).toEqual(['name', 'acts'])
})
