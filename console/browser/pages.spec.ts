import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { doors, pages, seed, type Seeded } from './pages'

let there: Seeded

test.beforeAll(async ({ stack }) => {
    there = await seed(stack)
})

async function violations(page: Page, name: string) {
    const result = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
    return result.violations.flatMap(one =>
        one.nodes.map(
            node => `${name}: ${one.id} ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`,
        ),
    )
}

for (const dark of [false, true]) {
    test(`every page meets WCAG 2.2 AA by axe, ${dark ? 'dark' : 'light'}`, async ({ browser, stack }) => {
        test.setTimeout(900_000)
        const context = await visit(browser, stack, { dark })
        const found: string[] = []
        const visitor = await context.newPage()
        for (const [name, path] of Object.entries(doors)) {
            await visitor.goto(path)
            await settled(visitor)
            found.push(...(await violations(visitor, name)))
        }
        const page = await enter(context, stack)
        for (const [name, path] of Object.entries(pages(there))) {
            await page.goto(path)
            await settled(page)
            found.push(...(await violations(page, name)))
        }
        expect(found).toEqual([])
        await context.close()
    })
}

for (const language of ['en', 'zh'] as const) {
    for (const [width, height] of [
        [1280, 800],
        [390, 844],
    ] as const) {
        test(`no text is cut and nothing fails at ${width}x${height} in ${language}`, async ({ browser, stack }) => {
            test.setTimeout(400_000)
            const context = await visit(browser, stack, { language, width, height })
            const page = await enter(context, stack)
            const found: string[] = []
            page.on('pageerror', failure => found.push(`${page.url()}: ${failure}`))
            page.on('console', line => {
                if (line.type() === 'error') found.push(`${page.url()}: ${line.text()}`)
            })
            for (const [name, path] of Object.entries(pages(there))) {
                await page.goto(path)
                await settled(page)
                found.push(...(await cut(page)).map(text => `${name}: ${text}`))
            }
            expect(found).toEqual([])
            await context.close()
        })
    }
}
