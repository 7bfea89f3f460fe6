// Logs are searched, opened, followed and taken along, by hand in the browser.
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { words as apps } from '../src/apps/words'
import { words as records } from '../src/logs/recordWords'
import { words as logs } from '../src/logs/words'
import { words as sentences } from '../src/sentences/words'
import { words as shared } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { until } from './stack'
import { send, sender, shopDay } from './telling'
import { keyedApp } from './traffic'
import { inLanguage } from './words'

/** What the tests do again and again with a page. */
function hands(page: Page) {
    const lines = page.locator('.line')
    const query = page.getByRole('combobox').first()
    async function search(q: string) {
        await query.fill(q)
        await query.press('Escape')
        await query.press('Enter')
    }
    /** Nothing is cut off, and axe finds nothing. */
    async function clean() {
        await settled(page)
        expect(await cut(page)).toEqual([])
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
        expect(violations.map(one => `${one.id} ${one.nodes.map(node => node.target).join(' ')}`)).toEqual([])
    }
    return { lines, query, search, clean }
}

for (const [language, dark] of [
    ['en', false],
    ['zh', true],
] as const) {
    const t = inLanguage(language)
    const look = { language, dark }
    const as = `in ${language}, ${dark ? 'dark' : 'light'}`

    test(`records are searched, opened and shown among others, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `records-${language}`)
        await send(stack, await sender(stack, app.id), shopDay(Date.now()))
        const page = await enter(await visit(browser, stack, look), stack)
        const { lines, query, search, clean } = hands(page)
        await page.goto(`/logs?app=${app.name}`)
        await expect(lines.first()).toContainText('order 1239')
        await expect(page.getByText(t(logs, 'records.n', { n: 291 }))).toBeVisible()
        await clean()

        // The server says at once what is wrong, and the records stay.
        await query.fill('"connection reset')
        await expect(page.getByRole('alert')).toContainText(t(sentences, 'says.query-quote', { n: 1 }))
        await expect(lines.first()).toContainText('order 1239')
        await query.press('Escape')
        await search('"connection reset"')
        await expect(page).toHaveURL(/q=%22connection/)
        await expect(page.getByText(t(logs, 'records.n', { n: 12 }))).toBeVisible()
        await expect(lines.first().locator('mark')).toHaveText('connection reset')
        await expect(lines.first()).toContainText(t(records, 'record.more', { n: 3 }))

        await search('/connection \\w+ by/')
        await expect(page.getByText(t(logs, 'records.n', { n: 12 }))).toBeVisible()
        await expect(lines.first().locator('mark')).toHaveText('connection reset by')
        await search('"connection reset"')
        await expect(lines.first().locator('mark')).toHaveText('connection reset')

        // A record tells all; a click on a value looks for it.
        await lines.first().click()
        await expect(page.getByText('Cashier.java:41')).toBeVisible()
        await expect(page).toHaveURL(/at=/)
        await clean()
        await page.getByRole('button', { name: t(records, 'context'), exact: true }).click()
        const context = page.getByRole('dialog')
        await expect(context.locator('.middle')).toContainText('connection reset by peer')
        await expect(context.locator('li')).not.toHaveCount(1)
        await clean()
        await context.getByRole('button', { name: t(shared, 'close') }).click()
        await page.getByRole('button', { name: t(logs, 'term.with', { term: 'node:web2' }) }).click()
        await expect(page).toHaveURL(/node:web2/)
        await expect(page.getByText(t(logs, 'records.n', { n: 6 }))).toBeVisible()
        await page.goBack()
        await expect(page.getByText(t(logs, 'records.n', { n: 12 }))).toBeVisible()
        await page.context().close()
    })

    test(`fields, levels, patterns and the histogram lead further, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `fields-${language}`)
        await send(stack, await sender(stack, app.id), shopDay(Date.now()))
        await stack.post(`/apps/${app.id}/config/draft`, { edits: [{ key: 'pool', value: '20' }] })
        await stack.post(`/apps/${app.id}/config/releases`, {})
        const page = await enter(await visit(browser, stack, look), stack)
        const { lines, query, clean } = hands(page)
        await page.goto(`/logs?app=${app.name}`)
        const mark = page.getByRole('list', { name: t(logs, 'marks') }).getByRole('link')
        await expect(mark).toHaveAttribute('href', `/configs/${app.id}/releases?from=0&to=1`)
        await expect(mark).toHaveAttribute('title', / #1$/)
        await page.getByRole('button', { name: t(logs, 'fields'), exact: true }).click()
        const fields = page.getByRole('complementary', { name: t(logs, 'fields') })
        await fields.getByText(t(logs, 'field.logger'), { exact: true }).click()
        await fields.getByText('@user', { exact: true }).click()
        await expect(fields.getByText('io.shop.payments.Cashier')).toBeVisible()
        await clean()
        await fields.getByRole('button', { name: t(logs, 'term.without', { term: '@user:ana' }) }).click()
        await expect(page).toHaveURL(/-@user:ana/)
        await page.getByRole('combobox', { name: t(logs, 'level') }).selectOption('error')
        await expect(page).toHaveURL(/level=error/)
        await expect(page.getByText(t(logs, 'records.n', { n: 12 }))).toBeVisible()

        // By the keyboard: a field, its value, then the search.
        await query.fill('')
        await query.pressSequentially('nod')
        await expect(page.getByRole('option', { name: 'node:' })).toBeVisible()
        await query.press('Tab')
        await expect(page.getByRole('option', { name: /web1/ })).toBeVisible()
        await query.press('ArrowDown')
        await query.press('Enter')
        await query.press('Escape')
        await query.press('Enter')
        await expect(page).toHaveURL(/q=node:web/)
        await expect(page.getByText(t(logs, 'records.n', { n: 6 }))).toBeVisible()

        // Dragging looks closer, and back is the browser's own button.
        const chart = page.locator('.chart')
        const box = (await chart.boundingBox())!
        await page.mouse.move(box.x + box.width * 0.8, box.y + 20)
        await page.mouse.down()
        await page.mouse.move(box.x + box.width * 0.95, box.y + 20, { steps: 5 })
        await page.mouse.up()
        await expect(page).toHaveURL(/from=\d+&to=\d+/)
        await page.goBack()
        await expect(page).not.toHaveURL(/from=/)

        await page.goto(`/logs?app=${app.name}`)
        await page.getByRole('link', { name: t(logs, 'tab.patterns') }).click()
        const pattern = page.getByRole('button', { name: /payment of order \* failed/ })
        await expect(pattern).toBeVisible()
        await clean()
        await pattern.click()
        await expect(lines.first()).toContainText('connection reset by peer')
        await expect(page.getByText(t(logs, 'records.n', { n: 12 }))).toBeVisible()
        await page.context().close()
    })

    test(`records come live, wait while one reads, and are taken along, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `live-${language}`)
        const token = await sender(stack, app.id)
        await send(stack, token, shopDay(Date.now()))
        const page = await enter(await visit(browser, stack, look), stack)
        const { lines, clean } = hands(page)
        await page.goto(`/logs?app=${app.name}`)
        await page.getByRole('button', { name: t(logs, 'live'), exact: true }).click()
        await expect(page.locator('.state')).toContainText(t(logs, 'live.live'))
        await send(stack, token, [{ time: Date.now(), message: 'the first that came', node: 'web1' }])
        await expect(lines.first()).toContainText('the first that came')
        await clean()
        await page.locator('.list').evaluate(list => list.scrollTo(0, 600))
        await send(stack, token, [
            { time: Date.now(), message: 'the second that came', node: 'web1' },
            { time: Date.now(), message: 'the third that came', node: 'web2' },
        ])
        await page.getByRole('button', { name: t(logs, 'live.new', { n: 2 }) }).click()
        await expect(lines.filter({ hasText: 'the third that came' })).toHaveCount(1)
        await expect(lines.filter({ hasText: 'the first that came' })).toHaveCount(1)

        await page.goto(`/logs?app=${app.name}&q=came`)
        await page.getByRole('button', { name: t(logs, 'download') }).click()
        const saved = page.waitForEvent('download')
        await page.getByRole('link', { name: t(logs, 'download.json') }).click()
        const rows = readFileSync(await (await saved).path(), 'utf8')
            .trim()
            .split('\n')
        expect(rows.map(row => JSON.parse(row).message)).toContain('the first that came')
        expect(rows).toHaveLength(3)
        await page.context().close()
    })

    test(`a key that only sends logs is made, and shown with what to set, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `ingest-${language}`)
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/apps/${app.id}/keys`)
        await page
            .getByRole('button', { name: t(apps, 'key.new') })
            .first()
            .click()
        const asked = page.getByRole('dialog')
        await asked.getByLabel(t(apps, 'name')).first().fill('collector')
        await asked.getByLabel(t(apps, 'key.use'), { exact: true }).selectOption(t(apps, 'key.use.ingest'))
        await asked.getByText(t(shared, 'as.title')).click()
        await expect(asked).toContainText(`app key create ${app.name} --name collector --ingest`)
        await asked.getByRole('button', { name: t(shared, 'create') }).click()
        const shown = page.getByRole('dialog', { name: t(apps, 'key.made', { name: 'collector' }) })
        const use = await shown.getByText('OTEL_EXPORTER_OTLP_HEADERS=').innerText()
        const token = /Bearer%20(\S+)/.exec(use)?.[1] ?? ''
        await shown
            .getByRole('button', { name: t(shared, 'close') })
            .first()
            .click()
        await expect(page.getByRole('row', { name: 'collector' })).toContainText(t(apps, 'key.ingest'))
        await send(stack, token, [{ time: Date.now(), message: 'by the collector' }])
        await page.goto(`/apps/${app.id}/logs`)
        await expect(page.locator('.list .line')).toContainText('by the collector')
        await page.context().close()
    })
}

test('many records stay smooth, and the list goes on to the oldest', async ({ browser, stack }) => {
    const t = inLanguage('en')
    const app = await keyedApp(stack, 'busy')
    const token = await sender(stack, app.id)
    const now = Date.now()
    for (let part = 0; part < 10; part++)
        await send(
            stack,
            token,
            Array.from({ length: 1000 }, (_, at) => ({
                time: now - 600_000 + part * 1000 + at,
                message: `line ${part * 1000 + at}`,
            })),
        )
    const page = await enter(await visit(browser, stack), stack)
    await page.goto(`/logs?app=busy&from=${now - 900_000}&to=${now}`)
    await expect(page.getByText(t(logs, 'records.n', { n: 10_000 }))).toBeVisible()
    const list = page.locator('.list')
    await until('the oldest is shown', async () => {
        await list.evaluate(box => box.scrollTo(0, box.scrollHeight))
        return page.getByText('line 0', { exact: true }).isVisible()
    })
    expect(await page.locator('.line').count()).toBeLessThan(100)
    await expect(page.getByText(t(logs, 'rows.end'))).toBeVisible()
    await page.context().close()
})

test('what an agent starts is logged by itself', async ({ browser, stack }) => {
    const node = await stack.startEnrolledAgent('logging1')
    const deployment = await stack.deployShell('printer', node)
    const page = await enter(await visit(browser, stack), stack)
    await page.goto(`/deployments/${deployment}/logs`)
    await expect(async () => {
        await page.reload()
        await expect(page.locator('.line').first()).toBeVisible({ timeout: 3_000 })
    }).toPass({ timeout: 40_000 })
    await expect(page.locator('.lane a')).toHaveAttribute('href', new RegExp(`^/deployments/${deployment}/rollouts/`))
    await page.getByText(inLanguage('en')(shared, 'as.title')).click()
    await expect(page.getByText('./stardust logs printer --since 1h')).toBeVisible()
    await page.goto(`/nodes/${node}/logs`)
    await expect(page.locator('.line').first()).toBeVisible()
    await page.context().close()
})
