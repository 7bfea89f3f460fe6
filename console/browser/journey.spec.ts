// The whole way of a person, in both languages: from the printed link to a rolled back release and out again.
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { words as deployments } from '../src/deployments/words'
import { words as frame } from '../src/frame/words'
import { words as nodes } from '../src/nodes/words'
import { words as overview } from '../src/overview/words'
import { words as placements } from '../src/placements/words'
import { words as releases } from '../src/releases/words'
import { words as shape } from '../src/shape/words'
import { dropped, expect, freePort, signIn, test, visit } from './base'
import { PASSWORD, samples, Stack, until } from './stack'
import { inLanguage, type Language } from './words'

/** What the app says; nothing while it is exchanged, be it in the middle of an answer. */
async function answer(port: number) {
    return fetch(`http://127.0.0.1:${port}/`)
        .then(reply => reply.text())
        .catch(() => '')
}

/** Presses the button that opens the question, looks for the act as command, and confirms. */
async function confirm(page: Page, button: string, command: string) {
    await page.getByRole('button', { name: button, exact: true }).first().click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(command, { exact: false }).first()).toBeAttached()
    await dialog.getByRole('button', { name: button, exact: true }).click()
}

for (const language of ['en', 'zh'] as Language[]) {
    test(`set-up, sign-in, approval, upload, publish, output, second version, rollback, sign-out (${language})`, async ({
        browser,
    }) => {
        test.setTimeout(180_000)
        const t = inLanguage(language)
        const stack = await new Stack().startServer()
        const context = await visit(browser, stack, { language })
        try {
            const page = await context.newPage()

            // set-up through the printed link
            await page.goto(await stack.setUpLink())
            await page.getByLabel(t(frame, 'password'), { exact: true }).fill(PASSWORD)
            await page.getByRole('button', { name: t(frame, 'setUp.act') }).click()
            await expect(page.getByRole('navigation').first()).toBeVisible()

            // out and in again
            await page.getByRole('button', { name: t(frame, 'signOut') }).click()
            await expect(page).toHaveURL(/sign-in/)
            await signIn(page, language)
            await expect(page.getByRole('heading', { level: 1 })).toContainText(t(overview, 'title'))

            // a node comes and waits; it is seen without a reload, and approved
            await stack.startAgent('web1')
            await expect(page.getByText(t(overview, 'kind.node-waiting')).first()).toBeVisible({ timeout: 30_000 })
            await page.goto('/nodes/waiting')
            await confirm(page, t(nodes, 'approve'), 'node approve')
            await page.goto('/nodes')
            await expect(page.getByText('web1').first()).toBeVisible()
            await expect(page.getByRole('link', { name: t(nodes, 'events.of', { name: 'web1' }) })).toBeVisible()
            await expect(page.getByRole('button', { name: t(nodes, 'run.title', { name: 'web1' }) })).toBeVisible()
            await page.getByRole('button', { name: t(nodes, 'restart'), exact: true }).click()
            await expect(page.getByRole('dialog').getByText('node restart web1').first()).toBeAttached()
            await page.keyboard.press('Escape')

            // a deployment, its package and where it runs
            const port = await freePort()
            await page.goto('/deployments/new')
            await page.getByLabel(t(deployments, 'name')).fill('hello')
            await page.getByRole('button', { name: t(deployments, 'create'), exact: true }).click()
            await page.locator('input[type=file]').setInputFiles(join(samples, 'hello-1.0.zip'))
            await page
                .getByRole('textbox', { name: t(deployments, 'version') })
                .first()
                .fill('1.0')
            await page.getByRole('button', { name: t(releases, 'send'), exact: true }).click()
            await expect(page.getByText('java -jar hello.jar').first()).toBeVisible()
            await page.getByLabel(t(shape, 'port')).fill(String(port))
            await expect(page.getByRole('checkbox', { name: 'web1' })).toBeChecked()
            await page.getByRole('button', { name: t(deployments, 'publish.now', { n: 1 }) }).click()

            // its progress, then the app itself
            await expect(page).toHaveURL(/\/deployments\/1\/rollouts\/1/)
            await expect(page.getByText(t(placements, 'did.ready')).first()).toBeVisible({ timeout: 40_000 })
            await until('hello answers', async () => (await answer(port)).startsWith('Hello from hello 1.0'))

            // what it prints
            await page.goto('/deployments/1/output')
            await expect(page.getByRole('log')).toContainText(`hello 1.0 listens on port ${port}`)

            // the second version: dropped on the page, and published by the dialog that opens
            await page.goto('/deployments/1')
            await expect(page.getByRole('button', { name: t(deployments, 'publish'), exact: true })).toBeVisible()
            await dropped(page, 'hello-2.0.zip')
            const dialog = page.getByRole('dialog')
            await expect(dialog.getByRole('textbox', { name: t(deployments, 'version') })).toHaveValue('2.0')
            await expect(dialog.getByText('deploy upload hello hello-2.0.zip --version 2.0')).toBeAttached()
            await dialog.getByRole('button', { name: t(releases, 'send'), exact: true }).click()
            await expect(dialog.getByText('java -jar hello.jar').first()).toBeVisible()
            await expect(dialog.getByText('deploy publish hello --version 2.0').first()).toBeAttached()
            await dialog.getByRole('button', { name: t(deployments, 'publish'), exact: true }).click()
            await expect(page).toHaveURL(/\/rollouts\/2/)
            await until('hello 2.0 answers', async () => (await answer(port)).startsWith('Hello from hello 2.0'))
            await expect(page.getByText(t(placements, 'did.ready')).first()).toBeVisible()

            // and back
            await page.goto('/deployments/1')
            await confirm(page, t(deployments, 'rollback'), 'deploy rollback hello')
            await until('hello 1.0 answers', async () => (await answer(port)).startsWith('Hello from hello 1.0'))

            await page.getByRole('button', { name: t(frame, 'signOut') }).click()
            await expect(page).toHaveURL(/sign-in/)
            await page.goto('/deployments/1')
            await expect(page).toHaveURL(/sign-in/)
        } finally {
            await context.close()
            await stack.stop()
        }
    })
}
