// What tests share: a stack for each worker, what every page shows there for those that ask, and a person at the browser.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect, type Page, test as plain } from '@playwright/test'
import { words as frame } from '../src/frame/words'
import { seed, type Seeded } from './pages'
import { PASSWORD, samples, Stack } from './stack'
import { browserLocale, inLanguage, type Language } from './words'

export { expect }

export const test = plain.extend<object, { stack: Stack; there: Seeded }>({
    stack: [
        async ({}, use) => {
            const stack = await new Stack().startServer()
            await stack.setUp()
            await use(stack)
            await stack.stop()
        },
        { scope: 'worker', timeout: 60_000 },
    ],
    // Once, however many tests of the worker look at it: it takes longer than looking at twenty pages.
    there: [async ({ stack }, use) => use(await seed(stack)), { scope: 'worker', timeout: 180_000 }],
})

export interface Visit {
    language?: Language
    dark?: boolean
    width?: number
    height?: number
}

/** A browser of its own: no cookies of others. */
export async function visit(
    browser: Browser,
    stack: Stack,
    { language = 'en', dark = false, width = 1280, height = 800 }: Visit = {},
) {
    return browser.newContext({
        baseURL: stack.url,
        locale: browserLocale[language],
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height },
        permissions: ['clipboard-read', 'clipboard-write'],
        reducedMotion: 'reduce',
    })
}

/** Signs in through the page. */
export async function signIn(page: Page, language: Language = 'en', name = 'admin', password = PASSWORD) {
    const t = inLanguage(language)
    if (!page.url().includes('/sign-in')) await page.goto('sign-in')
    await page.getByLabel(t(frame, 'name'), { exact: true }).fill(name)
    await page.getByLabel(t(frame, 'password'), { exact: true }).fill(password)
    await page.getByRole('button', { name: t(frame, 'signIn'), exact: true }).click()
}

/** Signs in through the API, for tests about something else. */
export async function enter(context: BrowserContext, stack: Stack, name = 'admin', password = PASSWORD): Promise<Page> {
    const answer = await context.request.post(`${stack.url}/api/v1/sessions`, {
        data: { name, password, cookie: true },
    })
    expect(answer.status()).toBe(201)
    return context.newPage()
}

/** A file as the system's file manager drops it on the page. */
export async function dropped(page: Page, file: string) {
    const bytes = readFileSync(join(samples, file)).toString('base64')
    await page.evaluate(
        ([name, data]) => {
            const raw = Uint8Array.from(atob(data!), letter => letter.charCodeAt(0))
            const carried = new DataTransfer()
            carried.items.add(new File([raw], name!))
            for (const kind of ['dragover', 'drop']) {
                document.body.dispatchEvent(
                    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }),
                )
            }
        },
        [file, bytes],
    )
}

export async function freePort() {
    const probe = createServer().listen(0, '127.0.0.1')
    await new Promise(done => probe.once('listening', done))
    const address = probe.address()
    probe.close()
    return typeof address === 'object' && address ? address.port : 0
}
