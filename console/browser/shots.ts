// Pictures of every page, in both languages and themes, wide and narrow, into target/shots: `npm run shots`, then look.
import { join } from 'node:path'
import { enter, test, visit } from './base'
import { settled } from './looks'
import { doors, pages } from './pages'

const folder = join(import.meta.dirname ?? '', '..', 'target', 'shots')

test('pictures', async ({ browser, stack, there }) => {
    test.setTimeout(900_000)
    for (const language of ['en', 'zh'] as const) {
        for (const dark of [false, true]) {
            for (const [width, height] of [
                [1280, 800],
                [390, 844],
            ] as const) {
                const context = await visit(browser, stack, { language, dark, width, height })
                const kind = `${language}-${dark ? 'dark' : 'light'}-${width > 760 ? 'wide' : 'narrow'}`
                const visitor = await context.newPage()
                for (const [name, path] of Object.entries(doors)) {
                    await visitor.goto(path)
                    await settled(visitor)
                    await visitor.screenshot({ path: join(folder, kind, `${name}.png`) })
                }
                const page = await enter(context, stack)
                for (const [name, path] of Object.entries(pages(there))) {
                    await page.goto(path)
                    await settled(page)
                    await page.screenshot({ path: join(folder, kind, `${name}.png`) })
                }
                await context.close()
            }
        }
    }
})
