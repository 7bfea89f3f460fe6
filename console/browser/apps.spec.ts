import { words as apps } from '../src/apps/words'
import { words as grants } from '../src/grants/words'
import { words as services } from '../src/services/words'
import { words as shared } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { until } from './stack'
import { inLanguage } from './words'

const t = inLanguage('en')

test('an app is created, gets a key that is shown once, and loses it', async ({ browser, stack }) => {
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/apps')
    await page
        .getByRole('button', { name: t(apps, 'new') })
        .first()
        .click()
    const asked = page.getByRole('dialog')
    await asked.getByLabel(t(apps, 'name')).first().fill('ledger')
    await asked.getByRole('button', { name: t(shared, 'create') }).click()
    await expect(page).toHaveURL(/\/apps\/\d+\/keys$/)

    await page
        .getByRole('button', { name: t(apps, 'key.new') })
        .first()
        .click()
    await page.getByRole('dialog').getByLabel(t(apps, 'name')).first().fill('web1')
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(shared, 'create') })
        .click()
    const shown = page.getByRole('dialog')
    await expect(shown).toContainText(t(apps, 'key.once'))
    await expect(shown).toContainText('STARDUST_APP_ID=ledger')
    await shown
        .getByRole('button', { name: t(shared, 'close') })
        .first()
        .click()

    await page.getByRole('button', { name: t(apps, 'key.revoke') }).click()
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(apps, 'key.revoke') })
        .click()
    await expect(page.getByText(t(apps, 'key.revoked'))).toBeVisible()
    await page.context().close()
})

test('a grant is given and taken back', async ({ browser, stack }) => {
    const { id: project } = await stack.post('/projects', { name: 'bank' })
    await stack.post('/apps', { name: 'caller' })
    await stack.post('/apps', { name: 'called', projectId: project })
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/apps/grants')
    await page.getByRole('button', { name: t(grants, 'new') }).click()
    const asked = page.getByRole('dialog')
    await asked.getByLabel(t(grants, 'consumer')).first().fill('caller')
    await asked.getByLabel(t(grants, 'provider')).first().fill('called')
    await asked.getByRole('button', { name: t(grants, 'new') }).click()
    const row = page.getByRole('row', { name: /caller.*called/ })
    await expect(row).toBeVisible()
    await row.getByRole('button', { name: t(grants, 'remove') }).click()
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(grants, 'remove') })
        .click()
    await expect(row).toBeHidden()
    await page.context().close()
})

test('a deployment offers a service, and its provider is drained', async ({ browser, stack }) => {
    const node = await stack.startEnrolledAgent('provider1')
    const deployment = await stack.deployShell('teller', node)
    await stack.call(
        'PATCH',
        `/deployments/${deployment}`,
        JSON.stringify({ services: [{ name: 'accounts', port: 8090 }] }),
        'application/json',
    )
    await until('it is provided', async () => (await stack.get('/services?q=accounts')).items[0]?.providers === 1)
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/services?q=accounts')
    await page.getByRole('link', { name: 'accounts' }).click()
    await expect(page.getByText(t(services, 'provider.ready')).first()).toBeVisible()
    await page.getByRole('button', { name: t(services, 'drain') }).click()
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(services, 'drain') })
        .click()
    await expect(page.getByText(t(services, 'provider.draining')).first()).toBeVisible()
    await page.context().close()
})
