// The eye that looks at the pages must see what is wrong.
import { expect, test } from '@playwright/test'
import { cut, resize, violations } from './looks'

test('a cut text and a page that is too wide are found, a whole one is not', async ({ page }) => {
    await page.setContent('<p>whole</p>')
    expect(await cut(page)).toEqual([])
    await page.setContent('<p style="width:30px;overflow:hidden;white-space:nowrap">much longer than that</p>')
    expect(await cut(page)).toEqual([expect.stringContaining('cut: P')])
    await page.setContent('<p style="width:3000px">wide</p>')
    expect(await cut(page)).toContain('the page is wider than the window')
})

test('a pale text and a nameless button are found, with the rule and the node', async ({ browser }) => {
    const page = await browser.newPage()
    const body = (text: string) => `<html lang="en"><title>t</title><main><h1>t</h1>${text}</main></html>`
    await page.setContent(body('<p style="color:#222">dark</p><button>named</button>'))
    expect(await violations(page)).toEqual([])
    await page.setContent(body('<p style="color:#ddd">pale</p><button></button>'))
    expect((await violations(page)).sort()).toEqual([
        expect.stringMatching(/^button-name button Fix any/),
        expect.stringMatching(/^color-contrast p Fix any.*contrast of 1\.35/),
    ])
    await page.close()
})

test('a text that is cut only in a narrow window is found there', async ({ page }) => {
    await page.setContent(
        '<h1>t</h1><p style="width:60vw;overflow:hidden;white-space:nowrap">as long as a line of words</p>',
    )
    await resize(page, { width: 1280, height: 800 })
    expect(await cut(page)).toEqual([])
    await resize(page, { width: 200, height: 800 })
    expect(await cut(page)).toEqual([expect.stringContaining('cut: P')])
})
