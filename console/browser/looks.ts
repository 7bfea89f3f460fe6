// How a page looks when it has settled, and what may be wrong with it.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

export interface Size {
    width: number
    height: number
}

/** Waits until what the page asks for is there. */
export async function settled(page: Page) {
    await page.locator('h1, h2').first().waitFor()
    await page.waitForLoadState('load')
    await page.waitForFunction(
        () => !document.querySelector('[aria-busy="true"], .n-spin-body, .n-skeleton'),
        undefined,
        { timeout: 15_000 },
    )
    await page.evaluate(() => document.fonts.ready)
}

/** Gives the window another size, and waits until the page has taken it. */
export async function resize(page: Page, size: Size) {
    await page.setViewportSize(size)
    await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await settled(page)
}

/** What breaks WCAG 2.2 AA by axe. The console has no frames, so it needs no page of its own to put results together. */
export async function violations(page: Page): Promise<string[]> {
    const result = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ resultTypes: ['violations'] })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
    return result.violations.flatMap(one =>
        one.nodes.map(node => `${one.id} ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`),
    )
}

/** Texts that are cut off where nothing lets people read the rest, and pages wider than the window. */
export async function cut(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const found: string[] = []
        if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
            found.push('the page is wider than the window')
        for (const one of document.querySelectorAll<HTMLElement>('body *')) {
            const own = [...one.childNodes].some(
                child => child.nodeType === Node.TEXT_NODE && child.textContent?.trim(),
            )
            if (!own || one.closest('.hidden, [aria-hidden="true"], .skip')) continue
            const style = getComputedStyle(one)
            if (style.visibility === 'hidden' || style.display === 'none' || one.clientWidth === 0) continue
            const wide = one.scrollWidth > one.clientWidth + 1 && ['hidden', 'clip'].includes(style.overflowX)
            // An ellipsis is fair where the whole text is at hand.
            const told =
                style.textOverflow === 'ellipsis' &&
                (one.title || one.closest('[title], a, [role="option"], [role="cell"], td'))
            if (wide && !told)
                found.push(`cut: ${one.tagName} ${one.className} "${one.textContent?.trim().slice(0, 60)}"`)
            const box = one.getBoundingClientRect()
            const scrolls = one.closest(
                'table, pre, svg, .n-data-table, .n-scrollbar, [role="log"], [role="tablist"], nav, code',
            )
            if (box.width > 0 && box.right > innerWidth + 1 && !scrolls) {
                found.push(`beyond the edge: ${one.tagName} "${one.textContent?.trim().slice(0, 60)}"`)
            }
        }
        return found
    })
}
