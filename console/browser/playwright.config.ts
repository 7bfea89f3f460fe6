import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The console's words are read by the tests too, and expect a page around them.
Object.assign(globalThis, {
    document: { documentElement: {}, createElement: () => ({}) },
    localStorage: { getItem: () => null, setItem: () => {} },
    navigator: { language: 'en' },
})

const chromium = [
    process.env.STARDUST_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
].find(path => path && existsSync(path))
if (!chromium)
    throw new Error(
        'Chromium is missing: install it (Debian: apt-get install chromium), or let STARDUST_CHROMIUM name one',
    )

export default defineConfig({
    testDir: '.',
    testMatch: process.env.STARDUST_PICTURES ? `${process.env.STARDUST_PICTURES}.ts` : '*.spec.ts',
    outputDir: '../target/browser',
    fullyParallel: false,
    workers: 2,
    timeout: 90_000,
    expect: { timeout: 15_000 },
    reporter: [['list']],
    use: {
        viewport: { width: 1280, height: 800 },
        actionTimeout: 15_000,
        navigationTimeout: 15_000,
        screenshot: 'only-on-failure',
        launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] },
    },
})
