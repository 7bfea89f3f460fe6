// What pages do with events: they show what an event says, and ask for no more than it leaves out.
import type { Page } from '@playwright/test'
import { words as ui } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { until } from './stack'
import { inLanguage } from './words'

const t = inLanguage('en')

/** Paths that the page asks of the API from now on, without what it asks for itself now and then. */
function asked(page: Page): string[] {
    const paths: string[] = []
    page.on('request', request => {
        const { pathname } = new URL(request.url())
        if (request.method() === 'GET' && pathname.startsWith('/api/v1/')) paths.push(pathname.slice('/api/v1'.length))
    })
    return paths
}

test('a list of rollouts takes from the event what became of one, and asks for nothing', async ({ browser, stack }) => {
    const node = await stack.startEnrolledAgent('live1')
    const { id } = await stack.post('/deployments', { name: 'tide', projectId: 1 })
    await stack.upload(id, '1.0', 'shell-1.0.zip')
    const later = { deploymentId: id, nodeIds: [node], startAt: Date.now() + 3_600_000 }
    const made = await stack.post('/rollouts', later)
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/rollouts')
    const those = (state: string) => page.getByRole('row').filter({ hasText: 'tide' }).filter({ hasText: state })
    await expect(those(t(ui, 'state.scheduled'))).toHaveCount(1)

    const paths = asked(page)
    await stack.post(`/rollouts/${made.id}/cancel`, {})
    await expect(those(t(ui, 'state.cancelled'))).toHaveCount(1)
    expect(paths.filter(path => path.startsWith('/rollouts'))).toEqual([])

    // One that the list does not know is asked for.
    await stack.post('/rollouts', later)
    await expect(those(t(ui, 'state.scheduled'))).toHaveCount(1)
    expect(paths).toContain('/rollouts')
    await page.context().close()
})

test('a placement that stops and starts is shown, and asked for alone', async ({ browser, stack }) => {
    const node = await stack.startEnrolledAgent('live2')
    const deployment = await stack.deployShell('surf', node)
    const [placement] = (await stack.get(`/deployments/${deployment}/placements`)).items
    // wide enough for the column with process ids
    const page = await enter(await visit(browser, stack, { width: 1600, height: 900 }), stack)
    await page.goto(`/deployments/${deployment}?sort=node`)
    const row = page.getByRole('row', { name: /live2/ })
    await expect(row.getByText(t(ui, 'state.running'), { exact: true })).toBeVisible()

    const paths = asked(page)
    await stack.post(`/placements/${placement.id}/stop`, {})
    await expect(row.getByText(t(ui, 'state.stopped'), { exact: true })).toBeVisible()
    await stack.post(`/placements/${placement.id}/start`, {})
    await expect(row.getByText(t(ui, 'state.running'), { exact: true })).toBeVisible()
    const { observed } = await stack.get(`/placements/${placement.id}`)
    await expect(row.getByText(String(observed.pid), { exact: true })).toBeVisible()
    expect(paths).toContain(`/placements/${placement.id}`)
    expect(paths).not.toContain('/placements')

    // What is removed leaves the list by itself.
    await stack.call('DELETE', `/placements/${placement.id}`)
    await expect(row).toHaveCount(0)
    await page.context().close()
})

test('the newest change comes to the top of the list, without the whole of it', async ({ browser, stack }) => {
    for (let n = 0; n < 6; n++) await stack.post('/deployments', { name: `before-${n}`, projectId: 1 })
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/changes')
    await expect(page.getByText('before-5').first()).toBeVisible()

    const limits: number[] = []
    page.on('request', request => {
        const { pathname, searchParams } = new URL(request.url())
        if (pathname === '/api/v1/changes') limits.push(Number(searchParams.get('limit')))
    })
    await stack.post('/deployments', { name: 'newcomer', projectId: 1 })
    await expect(page.getByText('newcomer').first()).toBeVisible()
    await expect(page.getByText('before-5').first()).toBeVisible()
    await until('it has asked', () => limits.length > 0)
    expect(Math.max(...limits)).toBeLessThan(50)
    await page.context().close()
})
