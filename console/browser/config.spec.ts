// Config is edited, published, compared and rolled back, by hand in the browser.
import AxeBuilder from '@axe-core/playwright'
import { words as config } from '../src/config/words'
import { words as shared } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { keyedApp, login } from './traffic'
import { inLanguage } from './words'

for (const [language, dark] of [
    ['en', false],
    ['zh', true],
] as const) {
    const t = inLanguage(language)
    const look = { language, dark }
    const as = `in ${language}, ${dark ? 'dark' : 'light'}`

    test(`items are edited, published and rolled back, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `config-${language}`)
        const one = await login(stack, app, '10.0.0.1@1')
        const values = async () =>
            (await stack.link('/Config/GetAll', { AppId: app.name, Version: 0 }, one.token)).Configs
        const page = await enter(await visit(browser, stack, look), stack)
        const asked = page.getByRole('dialog')
        await page.goto(`/configs/${app.id}`)
        await expect(page.getByText(t(config, 'items.none'))).toBeVisible()

        /** Adds an item by its dialog. */
        async function add(key: string, value: string, secret = false) {
            await page.getByRole('button', { name: t(config, 'add'), exact: true }).click()
            await asked.getByLabel(t(config, 'key'), { exact: true }).fill(key)
            if (secret)
                await asked.getByLabel(t(config, 'type'), { exact: true }).selectOption(t(config, 'type.secret'))
            await asked.getByLabel(t(config, 'value'), { exact: true }).fill(value)
            await asked.getByText(t(shared, 'as.title')).click()
            await expect(asked).toContainText(`config set ${app.name} ${key}`)
            if (secret) await expect(asked.locator('details')).not.toContainText(value)
            await asked.getByRole('button', { name: t(shared, 'save'), exact: true }).click()
            await expect(asked).toHaveCount(0)
            await expect(page.getByRole('row', { name: key })).toContainText(t(config, 'state.added'))
        }
        await add('db:host', '10.0.0.5')
        await add('db:password', 'hush-hush', true)
        await expect(page.getByText(t(config, 'draft.waits', { n: 2 }))).toBeVisible()
        expect(await values()).toEqual({})

        await page.getByRole('button', { name: t(config, 'publish'), exact: true }).click()
        await asked.getByLabel(t(config, 'message'), { exact: true }).fill('first')
        await expect(asked).toContainText('10.0.0.5')
        await expect(asked).not.toContainText('hush-hush')
        await asked.getByRole('button', { name: t(config, 'publish'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        await expect(page.getByText(t(config, 'draft.waits', { n: 2 }))).toHaveCount(0)
        expect(await values()).toEqual({ 'db:host': '10.0.0.5', 'db:password': 'hush-hush' })

        // As text: what is typed becomes edits, the secret stays.
        await page.goto(`/configs/${app.id}/text`)
        const text = page.getByRole('textbox', { name: t(config, 'text.label') })
        await expect(text).toContainText('db:host = 10.0.0.5')
        await text.fill('# the new one\ndb:host = 10.0.0.9\nempty =\n')
        await page.getByRole('button', { name: t(shared, 'save'), exact: true }).click()
        await expect(asked).toContainText(t(config, 'text.sets', { key: 'empty' }))
        await asked.getByRole('button', { name: t(shared, 'save'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        await page.getByRole('button', { name: t(config, 'publish'), exact: true }).click()
        await asked.getByLabel(t(config, 'message'), { exact: true }).fill('second')
        await expect(asked).toContainText('10.0.0.9')
        await asked.getByRole('button', { name: t(config, 'publish'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        expect(await values()).toEqual({ 'db:host': '10.0.0.9', 'db:password': 'hush-hush', empty: '' })

        // Any two are compared, and an old one is published again.
        await page.goto(`/configs/${app.id}/releases?from=1&to=2`)
        const compared = page.getByRole('region', { name: t(config, 'diff') })
        await expect(compared).toContainText('10.0.0.5')
        await expect(compared).toContainText('10.0.0.9')
        await settled(page)
        expect(await cut(page)).toEqual([])
        await page
            .getByRole('row', { name: 'first' })
            .getByRole('button', { name: t(config, 'rollback') })
            .click()
        await expect(asked).toContainText('10.0.0.5')
        await asked.getByRole('button', { name: t(config, 'rollback'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        await expect(page.getByText(t(config, 'release.of', { id: 1 }), { exact: true })).toBeVisible()
        expect(await values()).toEqual({ 'db:host': '10.0.0.5', 'db:password': 'hush-hush' })

        await page.goto(`/configs/${app.id}/effective`)
        await expect(page.getByRole('row', { name: 'db:host' })).toContainText(t(config, 'source.own'))
        await page.context().close()
    })

    test(`an edit is undone, a draft discarded, and settings are saved, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `draft-${language}`)
        await keyedApp(stack, `base-${language}`)
        const path = `/apps/${app.id}/config`
        await stack.post(`${path}/draft`, {
            edits: [
                { key: 'a', value: '1' },
                { key: 'b', value: '2' },
            ],
        })
        await stack.post(`${path}/releases`, {})
        await stack.post(`${path}/draft`, {
            edits: [
                { key: 'a', value: '10' },
                { act: 'remove', key: 'b' },
            ],
        })
        const page = await enter(await visit(browser, stack, look), stack)
        const asked = page.getByRole('dialog')
        await page.goto(`/configs/${app.id}?state=draft`)
        const a = page.getByRole('row').filter({ has: page.getByText('a', { exact: true }) })
        const b = page.getByRole('row').filter({ has: page.getByText('b', { exact: true }) })
        await expect(a).toContainText(t(config, 'state.changed'))
        await expect(b).toContainText(t(config, 'state.removed'))
        const violations = (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze())
            .violations
        expect(violations.map(one => `${one.id} ${one.nodes.map(node => node.target).join(' ')}`)).toEqual([])

        await b.getByRole('button', { name: t(config, 'undo') }).click()
        await asked.getByRole('button', { name: t(config, 'undo'), exact: true }).click()
        await expect(b).toHaveCount(0)
        await page.getByRole('button', { name: t(config, 'discard'), exact: true }).click()
        await asked.getByRole('button', { name: t(config, 'discard'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        await expect(a).toHaveCount(0)
        expect((await stack.get(path)).drafts).toBe(0)

        await page.goto(`/configs/${app.id}/settings`)
        await page.getByLabel(t(config, 'share'), { exact: true }).selectOption(t(config, 'share.project'))
        await page.getByLabel(t(config, 'quotes')).fill(`base-${language}`)
        await page.getByRole('button', { name: t(shared, 'save'), exact: true }).click()
        await asked.getByText(t(shared, 'as.title')).click()
        await expect(asked).toContainText(`config edit ${app.name} --share project --quotes base-${language}`)
        await asked.getByRole('button', { name: t(shared, 'save'), exact: true }).click()
        await expect(asked).toHaveCount(0)
        await expect.poll(async () => (await stack.get(path)).quotes).toEqual([`base-${language}`])
        await page.context().close()
    })
}
