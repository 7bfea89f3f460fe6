// The console below a path that a reverse proxy takes away: nothing of it may ask for the root of the host.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { words as access } from '../src/access/words'
import { words as changes } from '../src/changes/words'
import { words as deployments } from '../src/deployments/words'
import { words as enrolment } from '../src/enrolment/words'
import { words as frame } from '../src/frame/words'
import { words as logs } from '../src/logs/words'
import { words as nodes } from '../src/nodes/words'
import { expect, signIn, test as plain } from './base'
import { PathProxy } from './proxy'
import { PASSWORD } from './stack'
import { inLanguage } from './words'

const t = inLanguage('en')

const test = plain.extend<{ below: PathProxy }>({
    below: async ({ stack }, use) => {
        const below = await PathProxy.start('/ops/stardust', stack.url)
        await use(below)
        await below.stop()
        expect(below.astray).toEqual([])
    },
    context: async ({ browser, below }, use) => {
        const context = await browser.newContext({ baseURL: `${below.url}/`, reducedMotion: 'reduce' })
        // What the policy of the page forbids is an error of the page.
        context.on('weberror', error => {
            throw error.error()
        })
        await use(context)
        await context.close()
    },
})

/** Over the sign-in page, to where it was asked for. */
async function enter(page: Page) {
    await expect(page).toHaveURL(/\/ops\/stardust\/sign-in\?return=/)
    await signIn(page)
    await expect(page).not.toHaveURL(/sign-in/)
}

test('a deep link leads over the sign-in page, and loads again, below the path', async ({ page, below, stack }) => {
    const { id } = await stack.post('/deployments', { name: 'below', projectId: 1 })
    await page.goto(`deployments/${id}/settings`)
    await enter(page)
    await expect(page).toHaveURL(`${below.url}/deployments/${id}/settings`)
    await expect(page.getByRole('heading', { name: 'below' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'below' })).toBeVisible()

    await page.getByRole('link', { name: t(nodes, 'title'), exact: true }).click()
    await expect(page).toHaveURL(`${below.url}/nodes`)
    await page.goBack()
    await expect(page).toHaveURL(`${below.url}/deployments/${id}/settings`)
    // fonts, icon and theme too
    const icon = await page.locator('link[rel=icon]').evaluate(link => (link as HTMLLinkElement).href)
    expect(icon).toBe(`${below.url}/icon.svg`)
})

test('events come, files are saved, and commands name the path', async ({ page, below, stack }) => {
    await page.goto('deployments')
    await enter(page)
    await expect(page.getByRole('heading', { name: t(deployments, 'title'), exact: true })).toBeVisible()
    await stack.post('/deployments', { name: 'came-alive', projectId: 1 })
    await expect(page.getByRole('link', { name: 'came-alive' })).toBeVisible()

    await page.goto('changes')
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: t(changes, 'csv') }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toContain('deployment.created')

    await page.goto('logs?live=1')
    await expect(page.locator('.state')).toContainText(t(logs, 'live.live'))

    await page.goto('nodes/enrol')
    await page.getByRole('button', { name: t(enrolment, 'enrol.make') }).click()
    await page.getByRole('tab', { name: t(enrolment, 'way.manual') }).click()
    await expect(page.getByRole('tabpanel')).toContainText(`--server ${below.url} `)
    const script = await (await page.context().request.get('install.sh')).text()
    expect(script).toContain(`server='${below.url}'`)
})

test('an invitation is a link below the path', async ({ page, context, below, stack }) => {
    const { id } = (await stack.post('/users', { name: 'below-guest' })).user
    await page.goto(`settings/users/${id}`)
    await enter(page)
    await page.getByRole('button', { name: t(access, 'user.invite'), exact: true }).click()
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(access, 'user.invite'), exact: true })
        .click()
    const link = page.getByRole('dialog').getByText(`${below.url}/invite?code=`)
    const address = (await link.innerText()).trim()

    await context.clearCookies()
    await page.goto(address)
    await page.getByLabel(t(frame, 'password'), { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: t(frame, 'invite.act'), exact: true }).click()
    await expect(page.getByText('below-guest', { exact: true })).toBeVisible()
})
