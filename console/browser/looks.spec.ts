// The eye that looks at the pages must see what is wrong.
import { expect, test } from '@playwright/test'
import { cut } from './looks'

test('a cut text and a page that is too wide are found, a whole one is not', async ({ page }) => {
    await page.setContent('<p>whole</p>')
    expect(await cut(page)).toEqual([])
    await page.setContent('<p style="width:30px;overflow:hidden;white-space:nowrap">much longer than that</p>')
    expect(await cut(page)).toEqual([expect.stringContaining('cut: P')])
    await page.setContent('<p style="width:3000px">wide</p>')
    expect(await cut(page)).toContain('the page is wider than the window')
})
