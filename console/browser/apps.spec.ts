// Apps come in, get keys, offer services, call each other and are kept from it, by hand in the browser.
import type { Page } from '@playwright/test'
import { words as access } from '../src/access/words'
import { words as apps } from '../src/apps/words'
import { words as form } from '../src/form/words'
import { words as grants } from '../src/grants/words'
import { words as services } from '../src/services/words'
import { words as shared } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { until } from './stack'
import { ask, keyedApp, login, offer, stranger } from './traffic'
import { inLanguage } from './words'

/** Sooner than any page asks by itself: what is there by then was told. */
const told = { timeout: 9_000 }

/** Presses a button and the one of the same name that confirms. */
async function act(page: Page, name: string, confirm = name, within = page.locator('main')) {
    await within.getByRole('button', { name, exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: confirm, exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
}

for (const [language, dark] of [
    ['en', false],
    ['zh', true],
] as const) {
    const t = inLanguage(language)
    const look = { language, dark }
    const as = `in ${language}, ${dark ? 'dark' : 'light'}`

    test(`an app that asked is approved, another is rejected, ${as}`, async ({ browser, stack }) => {
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto('/apps/waiting')
        await stranger(stack, `crawler-${language}`)
        await stranger(stack, `robot-${language}`)
        const crawler = page.getByRole('row', { name: `crawler-${language}` })
        await expect(crawler).toBeVisible()
        await act(page, t(apps, 'approve'), t(apps, 'approve'), crawler)
        await expect(crawler).toHaveCount(0)
        await act(page, t(apps, 'refuse'), t(apps, 'refuse'), page.getByRole('row', { name: `robot-${language}` }))
        await expect(page.getByRole('row', { name: `robot-${language}` })).toHaveCount(0)

        await page.goto(`/apps?q=crawler-${language}`)
        await page.getByRole('link', { name: `crawler-${language}` }).click()
        await expect(page.getByText(t(shared, 'state.enabled'), { exact: true })).toBeVisible()
        expect((await stack.get(`/apps?q=robot-${language}`)).items).toEqual([])
        await page.context().close()
    })

    test(`an app is created, its key is rotated, the old one is revoked, ${as}`, async ({ browser, stack }) => {
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto('/apps')
        await page
            .getByRole('button', { name: t(apps, 'new') })
            .first()
            .click()
        const asked = page.getByRole('dialog')
        await asked.getByLabel(t(apps, 'name')).first().fill(`ledger-${language}`)
        await asked.getByRole('button', { name: t(shared, 'create') }).click()
        await expect(page).toHaveURL(/\/apps\/\d+\/keys$/)
        const id = Number(/\d+/.exec(new URL(page.url()).pathname)?.[0])

        /** Makes a key and reads the secret where it is shown, this once. */
        async function key(name: string): Promise<string> {
            await page
                .getByRole('button', { name: t(apps, 'key.new') })
                .first()
                .click()
            await page.getByRole('dialog').getByLabel(t(apps, 'name')).first().fill(name)
            await page
                .getByRole('dialog')
                .getByRole('button', { name: t(shared, 'create') })
                .click()
            const shown = page.getByRole('dialog', { name: t(apps, 'key.made', { name }) })
            await expect(page.locator('tr', { hasText: name })).toBeVisible() // the list knows it: the secret stays
            await expect(shown).toContainText(t(apps, 'key.once'))
            const use = await shown.getByText('STARDUST_SECRET=').innerText()
            expect(use).toContain(`STARDUST_APP_ID=ledger-${language}`)
            await shown
                .getByRole('button', { name: t(shared, 'close') })
                .first()
                .click()
            await expect(page.getByRole('dialog')).toHaveCount(0)
            return /STARDUST_SECRET=(\S+)/.exec(use)?.[1] ?? ''
        }
        const first = { id, name: `ledger-${language}`, secret: await key('web1') }
        await login(stack, first, '10.0.0.1@1')
        const second = { ...first, secret: await key('web2') }
        await login(stack, second, '10.0.0.2@2')

        const old = page.getByRole('row', { name: 'web1' })
        await act(page, t(apps, 'key.revoke'), t(apps, 'key.revoke'), old)
        await expect(old.getByText(t(apps, 'key.revoked'))).toBeVisible()
        await expect(login(stack, first, '10.0.0.1@1')).rejects.toThrow('401')
        await login(stack, second, '10.0.0.2@2')
        await page.context().close()
    })

    test(`instances are seen as they come and go, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `pulse-${language}`)
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/apps/${app.id}/instances`)
        await expect(page.getByText(t(apps, 'instances.none'))).toBeVisible()
        const one = await login(stack, app, '10.0.0.7@4711', { Version: '2.1' })
        const row = page.getByRole('row', { name: '10.0.0.7@4711' })
        await expect(row).toBeVisible(told)
        await expect(row).toContainText('2.1')
        await expect(page.getByRole('link', { name: new RegExp(`^${t(apps, 'tab.instances')}\\s*1$`) })).toBeVisible(
            told,
        )
        await stack.link('/App/Logout', {}, one.token)
        await expect(page.getByText(t(apps, 'instances.none'))).toBeVisible(told)
        await page.context().close()
    })

    test(`a provider is weighted, drained and disabled, ${as}`, async ({ browser, stack }) => {
        const name = `teller-${language}`
        const app = await keyedApp(stack, name)
        const caller = await login(stack, await keyedApp(stack, `till-${language}`), '10.0.3.1@5')
        for (const client of ['10.0.0.1@1', '10.0.0.2@2']) await offer(stack, await login(stack, app, client), name)
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/services?q=${name}`)
        await page.getByRole('link', { name, exact: true }).click()
        const first = page.getByRole('row', { name: '10.0.0.1@1' })
        await expect(first).toContainText(t(services, 'provider.ready'))

        await first.getByRole('button', { name: t(services, 'weight'), exact: true }).click()
        await page.getByRole('dialog').getByRole('textbox').fill('20')
        await page
            .getByRole('dialog')
            .getByRole('button', { name: t(shared, 'save') })
            .click()
        await expect(first).toContainText(t(services, 'weight.was', { n: 100 }))
        await act(page, t(services, 'drain'), t(services, 'drain'), first)
        await expect(first).toContainText(t(services, 'provider.draining'))
        expect((await ask(stack, caller, name)).map((one: { Weight: number }) => one.Weight).sort()).toEqual([0, 100])
        await act(page, t(services, 'disable'), t(services, 'disable'), first)
        await expect(first).toContainText(t(services, 'provider.disabled'))
        expect(await ask(stack, caller, name)).toHaveLength(1)
        await act(page, t(services, 'enable'), t(services, 'enable'), first)
        await expect(first).toContainText(t(services, 'provider.draining'))
        await act(page, t(services, 'undrain'), t(services, 'undrain'), first)
        expect((await ask(stack, caller, name)).map((one: { Weight: number }) => one.Weight).sort()).toEqual([100, 20])

        // the server searches, and who asked is a consumer
        await page.goto(`${new URL(page.url()).pathname}?q=10.0.0.2`)
        await expect(page.getByRole('row', { name: '10.0.0.2@2' })).toBeVisible()
        await expect(page.getByRole('row', { name: '10.0.0.1@1' })).toHaveCount(0)
        await page.getByRole('link', { name: new RegExp(t(services, 'tab.consumers')) }).click()
        await expect(page.getByRole('row', { name: '10.0.3.1@5' })).toBeVisible()
        await page.context().close()
    })

    test(`a grant lets an app of another project call, and is taken back, ${as}`, async ({ browser, stack }) => {
        const { id: project } = await stack.post('/projects', { name: `bank-${language}` })
        const called = await keyedApp(stack, `called-${language}`, project)
        await offer(stack, await login(stack, called, '10.9.0.1@1'), `vault-${language}`)
        const caller = await login(stack, await keyedApp(stack, `caller-${language}`), '10.0.0.1@1')
        expect(await ask(stack, caller, `vault-${language}`)).toEqual([])

        // what was asked for without a grant is red on the page of the app, and leads to one
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/apps/${caller.app}/calls`)
        const call = page.getByRole('row', { name: `called-${language}` })
        await expect(call).toContainText(t(apps, 'permit.missing'))
        await act(page, t(grants, 'new'), t(grants, 'new'), call)
        await expect(call).toContainText(t(apps, 'permit.granted'))
        expect(await ask(stack, caller, `vault-${language}`)).toHaveLength(1)

        await page.goto(`/apps/grants?q=caller-${language}`)
        const row = page.getByRole('row', { name: `caller-${language}` })
        await act(page, t(grants, 'remove'), t(grants, 'remove'), row)
        await expect(row).toHaveCount(0)
        expect(await ask(stack, caller, `vault-${language}`)).toEqual([])

        // and by hand, for two that have not met yet
        await page
            .getByRole('button', { name: t(shared, 'clear') })
            .first()
            .click()
        await page
            .getByRole('button', { name: t(grants, 'new') })
            .first()
            .click()
        const asked = page.getByRole('dialog')
        await asked.getByLabel(t(grants, 'consumer')).first().fill(`called-${language}`)
        await asked.getByLabel(t(grants, 'provider')).first().fill(`caller-${language}`)
        await asked.getByRole('button', { name: t(grants, 'new') }).click()
        await expect(page.getByRole('row', { name: `called-${language}` })).toContainText(`caller-${language}`)
        await page.goto(`/apps/${caller.app}/calls`)
        await expect(call.filter({ hasText: t(apps, 'calls.in') })).toContainText(t(apps, 'permit.unused'))
        await page.context().close()
    })

    test(`the graph says who calls whom, ${as}`, async ({ browser, stack }) => {
        const shop = await login(stack, await keyedApp(stack, `shop-${language}`), '10.0.0.1@1')
        const stock = await login(stack, await keyedApp(stack, `stock-${language}`), '10.0.0.2@2')
        await offer(stack, stock, `goods-${language}`)
        await offer(stack, stock, `lost-${language}`)
        await ask(stack, shop, `goods-${language}`)
        await ask(stack, shop, `lost-${language}`)
        await stack.link('/App/UnregisterService', { ServiceName: `lost-${language}` }, stock.token)
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/services/graph?q=goods-${language}`)
        const row = page.getByRole('row', { name: `goods-${language}` })
        await expect(row).toContainText(`shop-${language}`)
        await expect(row).toContainText(`stock-${language}`)
        // the picture says the same
        await expect(page.locator('svg.graph a.box')).toHaveCount(3)
        await page.goto(`/services/graph?q=lost-${language}`)
        await expect(page.getByRole('row', { name: `lost-${language}` })).toContainText(t(services, 'provider.none'))
        await expect(page.locator('svg.graph a.box.bad')).toHaveCount(1)
        await page.locator('svg.graph a.box.bad').click()
        await expect(page).toHaveURL(/\/services\/\d+$/)
        await expect(page.getByText(t(services, 'state.absent'), { exact: true })).toBeVisible()
        await page.context().close()
    })

    test(`a project says from where its apps may log in, ${as}`, async ({ browser, stack }) => {
        const { id: project } = await stack.post('/projects', { name: `far-${language}` })
        const app = await keyedApp(stack, `far-${language}`, project)
        await login(stack, app, '10.0.0.1@1')
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/settings/projects/${project}`)
        const card = page.locator('.section', { hasText: t(access, 'addresses') })
        await expect(card).toContainText(t(access, 'addresses.any'))
        await card.getByRole('button', { name: t(access, 'edit') }).click()
        const asked = page.getByRole('dialog')
        await asked.getByLabel(t(form, 'allow')).first().fill('10.0.0.0/8\nnowhere')
        await expect(asked.getByText(t(form, 'address.wrong', { entry: 'nowhere' }))).toBeVisible()
        await asked.getByLabel(t(form, 'allow')).first().fill('10.0.0.0/8')
        await asked.getByText(t(shared, 'as.title')).click()
        await expect(asked).toContainText(`project edit far-${language} --allow 10.0.0.0/8`)
        await asked.getByRole('button', { name: t(shared, 'save') }).click()
        await expect(card).toContainText('10.0.0.0/8')
        await expect(login(stack, app, '10.0.0.1@1')).rejects.toThrow('/App/Login')
        await settled(page)
        expect(await cut(page)).toEqual([])
        await page.context().close()
    })
}

test('a deployment offers a service, which is listed with its node', async ({ browser, stack }) => {
    const t = inLanguage('en')
    const node = await stack.startEnrolledAgent('provider1')
    const deployment = await stack.deployShell('accounts', node)
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
    await expect(
        page.getByRole('row', { name: 'accounts@provider1' }).getByRole('link', { name: 'provider1' }),
    ).toBeVisible()

    // the page of the app leads to its deployments, and the list can be left again
    const app = (await stack.get(`/deployments/${deployment}`)).appId
    await page.goto(`/apps/${app}`)
    await page.getByRole('link', { name: t(apps, 'deployments.show') }).click()
    await expect(page).toHaveURL(new RegExp(`/deployments\\?app=${app}$`))
    await expect(page.getByRole('row', { name: 'accounts' })).toHaveCount(1)
    await page.context().close()
})
