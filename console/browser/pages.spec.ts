// Every page, by two people that differ in all a page looks different by. Each loads a page once and then looks at it in
// the other's window too: axe and the loading take the time, not the looking.
import type { Page } from '@playwright/test'
import { enter, expect, test, visit } from './base'
import { cut, resize, settled, type Size, violations } from './looks'
import { doors, pages } from './pages'

const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }
const people = [
    { language: 'en', dark: false, sizes: [wide, narrow] },
    { language: 'zh', dark: true, sizes: [narrow, wide] },
] as const

/** Tests that share the pages of one person, so that both workers are busy to the end. */
const PARTS = 4

test.describe.configure({ mode: 'parallel' })

/** What is wrong with the page as it is now, and after the window has got each of the sizes in turn. */
async function wrong(page: Page, name: string, sizes: readonly Size[]) {
    const found: string[] = []
    for (const size of sizes) {
        if (page.viewportSize()?.width !== size.width) await resize(page, size)
        found.push(...(await cut(page)).map(text => `${name} at ${size.width}x${size.height}: ${text}`))
        if (size === wide) found.push(...(await violations(page)).map(text => `${name}: ${text}`))
    }
    return found
}

for (const { language, dark, sizes } of people) {
    const as = `in ${language}, ${dark ? 'dark' : 'light'}, ${sizes[0] === wide ? 'wide' : 'narrow'} first`
    for (let part = 0; part < PARTS; part++) {
        test(`every page meets WCAG 2.2 AA by axe, cuts no text and fails nowhere, ${as} (${part + 1} of ${PARTS})`, async ({
            browser,
            stack,
            there,
        }) => {
            test.setTimeout(400_000)
            const context = await visit(browser, stack, { language, dark, ...sizes[0] })
            const mine = <T>(all: T[]) => all.filter((_, at) => at % PARTS === part)
            const found: string[] = []
            const visitor = await context.newPage()
            for (const [name, path] of mine(Object.entries(doors))) {
                await visitor.setViewportSize(sizes[0])
                await visitor.goto(path)
                await settled(visitor)
                found.push(...(await wrong(visitor, name, sizes)))
            }
            await visitor.close()
            const page = await enter(context, stack)
            page.on('pageerror', failure => found.push(`${page.url()}: ${failure}`))
            page.on('console', line => {
                if (line.type() === 'error') found.push(`${page.url()}: ${line.text()}`)
            })
            for (const [name, path] of mine(Object.entries(pages(there)))) {
                await page.setViewportSize(sizes[0])
                await page.goto(path)
                await settled(page)
                found.push(...(await wrong(page, name, sizes)))
            }
            expect(found).toEqual([])
            await context.close()
        })
    }
}
