// The first quarter of an hour of a new server: from the printed link to an app that answers, every click counted.
import { words as deployments } from '../src/deployments/words'
import { words as enrolment } from '../src/enrolment/words'
import { words as frame } from '../src/frame/words'
import { words as overview } from '../src/overview/words'
import { words as placements } from '../src/placements/words'
import { words as releases } from '../src/releases/words'
import { words as shape } from '../src/shape/words'
import { words as ui } from '../src/ui/words'
import { dropped, expect, freePort, test, visit } from './base'
import { PASSWORD, Stack, until } from './stack'
import { inLanguage, type Language } from './words'

/** Of the mouse, from the link to the app; typing and dropping a file are none. */
const MOST_CLICKS = 10

for (const language of ['en', 'zh'] as Language[]) {
    test(`a new server runs its first app after at most ${MOST_CLICKS} clicks (${language})`, async ({ browser }) => {
        test.setTimeout(180_000)
        const t = inLanguage(language)
        const stack = await new Stack().startServer()
        const context = await visit(browser, stack, { language })
        let clicks = 0
        await context.exposeFunction('clicked', () => clicks++)
        await context.addInitScript(() =>
            addEventListener('pointerdown', event => event.isTrusted && (window as any).clicked(), true),
        )
        try {
            const page = await context.newPage()
            const main = page.getByRole('main')
            const press = (name: string) => main.getByRole('button', { name, exact: true }).click()
            await page.goto(await stack.setUpLink())
            await page.getByLabel(t(frame, 'password'), { exact: true }).fill(PASSWORD)
            await page.getByRole('button', { name: t(frame, 'setUp.act') }).click()

            // the overview says what comes first; the line is copied, and the node shows up by itself
            await main.getByRole('link', { name: t(overview, 'first.node') }).click()
            await press(t(enrolment, 'enrol.make'))
            await press(t(ui, 'copy'))
            const line = await page.evaluate(() => navigator.clipboard.readText())
            const token = /STARDUST_AGENT_ENROL=([\w-]+)/.exec(line)?.[1]
            expect(token, line).toBeTruthy()
            await stack.startAgent('web1', token)
            const next = main.getByRole('button', { name: t(enrolment, 'enrol.next') })
            await expect(next).toBeVisible({ timeout: 30_000 })
            await expect(main.getByRole('link', { name: 'web1' })).toBeVisible()
            await next.click()

            // the package names the deployment and its version; the only node is ticked
            await expect(page).toHaveURL(/deployments\/new/)
            await dropped(page, 'hello-1.0.zip')
            await expect(page.getByLabel(t(deployments, 'name'))).toHaveValue('hello')
            await press(t(deployments, 'create'))
            await expect(page.getByRole('textbox', { name: t(deployments, 'version') }).first()).toHaveValue('1.0')
            await press(t(releases, 'send'))
            const port = await freePort()
            await page.getByLabel(t(shape, 'port')).fill(String(port))
            await expect(page.getByRole('checkbox', { name: 'web1' })).toBeChecked()
            await press(t(deployments, 'publish.now', { n: 1 }))
            await expect(page.getByText(t(placements, 'did.ready')).first()).toBeVisible({ timeout: 40_000 })
            await until('hello answers', async () =>
                fetch(`http://127.0.0.1:${port}/`).then(
                    async reply => (await reply.text()).startsWith('Hello from hello 1.0'),
                    () => false,
                ),
            )
            expect(clicks).toBeGreaterThan(0)
            expect(clicks).toBeLessThanOrEqual(MOST_CLICKS)
        } finally {
            await context.close()
            await stack.stop()
        }
    })
}
