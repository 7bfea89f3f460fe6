// Config is edited, published, compared and rolled back, by hand in the browser.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { words as publishing } from '../src/config/publishWords'
import { words as config } from '../src/config/words'
import { words as shared } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { keyedApp, login } from './traffic'
import { inLanguage } from './words'

/** What the tests do again and again with a page. */
function hands(page: Page) {
    const asked = page.getByRole('dialog')
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    async function confirm(name: string) {
        await asked.getByRole('button', { name, exact: true }).click()
        await expect(asked).toHaveCount(0)
    }
    /** Nothing is cut off, and axe finds nothing. */
    async function clean() {
        await settled(page)
        expect(await cut(page)).toEqual([])
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
        expect(violations.map(one => `${one.id} ${one.nodes.map(node => node.target).join(' ')}`)).toEqual([])
    }
    return { asked, press, confirm, clean }
}

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
        // Begun from the page of all configs.
        await page.goto('/configs')
        await page.getByRole('button', { name: t(config, 'begin'), exact: true }).click()
        await asked.getByLabel(t(config, 'search.apps')).fill(app.name)
        await hands(page).clean()
        await asked.getByRole('link', { name: app.name, exact: true }).click()
        await expect(page).toHaveURL(`/configs/${app.id}`)
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
        await expect(page.getByRole('link', { name: `${t(config, 'items')}2`, exact: true })).toBeVisible()
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

        // The newest is compared with the one before, any two by the address; and an old one is published again.
        await page.goto(`/configs/${app.id}/releases`)
        const compared = page.getByRole('region', { name: t(config, 'diff') })
        await expect(compared).toContainText('10.0.0.5')
        await expect(compared).toContainText('10.0.0.9')
        await settled(page)
        expect(await cut(page)).toEqual([])
        await page.goto(`/configs/${app.id}/releases?from=0&to=1`)
        await expect(compared).not.toContainText('10.0.0.9')
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
        await page.getByRole('combobox', { name: t(config, 'place.by') }).selectOption('place')
        await expect(page.getByText(t(config, 'place.place.none'))).toBeVisible()
        const address = page.getByRole('textbox', { name: t(config, 'place.ip') })
        await address.fill('10.0.0.9')
        await address.press('Enter')
        await expect(page.getByRole('row', { name: 'db:host' })).toContainText(t(config, 'source.own'))
        await expect(page).toHaveURL(/by=place&ip=10\.0\.0\.9/)
        const node = page.getByRole('combobox', { name: t(config, 'place.node') })
        await node.fill('nowhere')
        await node.press('Enter')
        await expect(page.getByText(t(config, 'place.unknown', { name: 'nowhere' }))).toBeVisible()
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
        await hands(page).clean()

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

    test(`a release is checked, given to some first, and then to all, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `gray-${language}`)
        const path = `/apps/${app.id}/config`
        const one = await login(stack, app, '10.0.3.1@1')
        const two = await login(stack, app, '10.0.3.2@2')
        const host = async (of: { token: string }) =>
            (await stack.link('/Config/GetAll', { AppId: app.name, Version: 0 }, of.token)).Configs['db:host']
        const draft = (...edits: object[]) => stack.post(`${path}/draft`, { edits })
        await draft({ key: 'db:host', value: 'old' }, { key: 'db:password', value: 'hush-hush', type: 'secret' })
        await stack.post(`${path}/releases`, {})
        await draft({ key: 'db:host', value: 'new' }, { key: 'db:url', value: 'http://${nowhere}' })
        expect([await host(one), await host(two)]).toEqual(['old', 'old'])
        const page = await enter(await visit(browser, stack, look), stack)
        const { asked, press, confirm, clean } = hands(page)
        await page.goto(`/configs/${app.id}`)

        // What cannot be made is told before, and not published.
        await press(t(config, 'publish'))
        await expect(asked.getByRole('alert')).toContainText('${nowhere}')
        const effect = asked.getByText(t(publishing, 'check.effect', { n: 2, app: app.name }))
        await expect(effect).toBeVisible()
        await expect(asked.getByRole('button', { name: t(config, 'publish'), exact: true })).toBeDisabled()
        await clean()
        await confirm(t(shared, 'cancel'))
        await stack.post(`${path}/draft`, { edits: [{ act: 'undo', key: 'db:url' }] })

        // One instance has it first.
        await press(t(publishing, 'gray'))
        await asked.getByLabel(t(config, 'message'), { exact: true }).fill('first one')
        await asked.getByRole('checkbox', { name: one.client }).click()
        await expect(asked).toContainText(t(publishing, 'gray.named', { n: 1, of: 2 }))
        await asked.getByText(t(shared, 'as.title')).click()
        await expect(asked).toContainText(`config gray ${app.name} --instance ${one.client} -m 'first one'`)
        await clean()
        await confirm(t(publishing, 'gray'))
        await expect(page.getByText(t(publishing, 'gray.has', { n: 1 }))).toBeVisible()
        await expect(page.getByText(t(config, 'draft.waits', { n: 1 }))).toHaveCount(0)
        expect([await host(one), await host(two)]).toEqual(['new', 'old'])
        await page.goto(`/configs/${app.id}/instances`)
        await expect(page.getByRole('row', { name: one.client })).toContainText(t(publishing, 'gray.tag'))
        await expect(page.getByRole('row', { name: two.client })).not.toContainText(t(publishing, 'gray.tag'))
        await clean()

        // Withdrawn, begun again, widened, and published for all.
        await press(t(publishing, 'gray.withdraw'))
        await confirm(t(publishing, 'gray.withdraw'))
        await expect(page.getByText(t(config, 'draft.waits', { n: 1 }))).toBeVisible()
        expect([await host(one), await host(two)]).toEqual(['old', 'old'])
        await stack.post(`${path}/gray`, { clients: [two.client] })
        await press(t(publishing, 'gray.edit'))
        await asked.getByLabel(t(publishing, 'gray.percent')).fill('100')
        await asked.getByText(t(shared, 'as.title')).click()
        await expect(asked).toContainText(`config gray ${app.name} --instance ${two.client} --percent 100`)
        await confirm(t(publishing, 'gray.edit'))
        await expect(page.getByText(t(publishing, 'gray.has', { n: 2 }))).toBeVisible()
        expect([await host(one), await host(two)]).toEqual(['new', 'new'])
        await press(t(publishing, 'gray.promote'))
        await expect(asked).toContainText('new')
        await confirm(t(publishing, 'gray.promote'))
        await expect(page.getByText(t(publishing, 'gray.has', { n: 2 }))).toHaveCount(0)
        expect((await stack.get(path)).release).toBe(2)
        await page.context().close()
    })

    test(`a publish is planned and taken back, and a secret shown, ${as}`, async ({ browser, stack }) => {
        const app = await keyedApp(stack, `plan-${language}`)
        const path = `/apps/${app.id}/config`
        const draft = (edit: object) => stack.post(`${path}/draft`, { edits: [edit] })
        await draft({ key: 'db:password', value: 'hush-hush', type: 'secret' })
        await stack.post(`${path}/releases`, {})
        await draft({ key: 'db:host', value: 'tonight' })
        const page = await enter(await visit(browser, stack, look), stack)
        const { asked, press, confirm, clean } = hands(page)
        await page.goto(`/configs/${app.id}`)
        await press(t(config, 'publish'))
        const at = new Date(Date.now() + 26 * 3_600_000)
        await asked
            .getByLabel(t(publishing, 'plan.at'))
            .fill(new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16))
        await confirm(t(publishing, 'schedule'))
        await expect(page.getByText(t(publishing, 'plan.for'))).toBeVisible()
        expect((await stack.get(path)).publishAt).toBeGreaterThan(Date.now())
        await clean()
        await press(t(publishing, 'plan.cancel'))
        await confirm(t(publishing, 'plan.cancel'))
        await expect(page.getByText(t(publishing, 'plan.for'))).toHaveCount(0)
        expect((await stack.get(path)).publishAt).toBeUndefined()

        // A secret is shown once, after a question, and told.
        await page
            .getByRole('row', { name: 'db:password' })
            .getByRole('button', { name: t(config, 'reveal') })
            .click()
        await expect(page.getByText('hush-hush')).toHaveCount(0)
        await asked.getByRole('button', { name: t(config, 'reveal'), exact: true }).click()
        const value = page.getByRole('dialog', { name: t(config, 'reveal.value', { key: 'db:password' }) })
        await expect(value).toContainText('hush-hush')
        await clean()
        await value
            .getByRole('button', { name: t(shared, 'close') })
            .last()
            .click()
        await expect(page.getByText('hush-hush')).toHaveCount(0)
        const { items } = await stack.get(`/changes?subject=config:${app.id}&limit=1`)
        expect(items[0].kind).toBe('config.revealed')
        await page.context().close()
    })

    test(`it is drawn who inherits from whom, ${as}`, async ({ browser, stack }) => {
        const [root, middle, heir] = [
            await keyedApp(stack, `root-${language}`),
            await keyedApp(stack, `middle-${language}`),
            await keyedApp(stack, `heir-${language}`),
        ]
        const set = (of: { id: number }, what: object) =>
            stack.call('PATCH', `/apps/${of.id}/config`, JSON.stringify(what), 'application/json')
        await set(root, { share: 'project' })
        await set(middle, { share: 'none', quotes: [root.name] })
        await set(heir, { quotes: [middle.name] })
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/configs/${middle.id}/settings`)
        const drawn = page.getByRole('group', { name: t(config, 'inherit') })
        await expect(drawn.getByRole('link')).toHaveCount(3)
        const vain = t(config, 'inherit.closed', { app: heir.name, source: middle.name })
        await expect(page.getByText(vain)).toBeVisible()
        await set(middle, { share: 'project' })
        await expect(page.getByText(vain)).toHaveCount(0)
        await hands(page).clean()
        await drawn.getByRole('link', { name: root.name }).click()
        await expect(page).toHaveURL(new RegExp(`/configs/${root.id}/settings`))
        await expect(page.getByRole('group', { name: t(config, 'inherit') }).getByRole('link')).toHaveCount(3)
        await page.context().close()
    })
}
