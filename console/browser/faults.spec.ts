import { randomBytes } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { words as placements } from '../src/placements/words'
import { words as releases } from '../src/releases/words'
import { words as shape } from '../src/shape/words'
import { words as ui } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { inLanguage } from './words'

const t = inLanguage('en')

test('two people edit the same: both versions are shown, and mine is kept when I say so', async ({
    browser,
    stack,
}) => {
    const { id } = await stack.post('/deployments', { name: 'shared', projectId: 1, arguments: 'first' })
    const page = await enter(await visit(browser, stack), stack)
    await page.goto(`/deployments/${id}/settings`)
    const field = page.getByRole('textbox', { name: t(shape, 'arguments') })
    await field.fill('mine')
    await stack.call('PATCH', `/deployments/${id}`, JSON.stringify({ arguments: 'theirs' }), 'application/json')
    await page.getByRole('button', { name: t(ui, 'save'), exact: true }).click()
    const question = page.getByRole('dialog')
    await expect(question.getByRole('cell', { name: 'first', exact: true })).toBeVisible()
    await expect(question.getByRole('cell', { name: 'mine', exact: true })).toBeVisible()
    await expect(question.getByText(t(placements, 'effect.none'))).toBeVisible()
    await question.getByRole('button', { name: t(ui, 'save'), exact: true }).click()
    const conflict = page.getByRole('dialog', { name: t(ui, 'conflict.title') })
    await expect(conflict.getByRole('cell', { name: 'mine', exact: true })).toBeVisible()
    await expect(conflict.getByRole('cell', { name: 'theirs', exact: true })).toBeVisible()
    await conflict.getByRole('button', { name: t(ui, 'conflict.keepMine') }).click()
    await expect.poll(async () => (await stack.get(`/deployments/${id}`)).arguments).toBe('mine')
    await page.context().close()
})

test('2 GB against a limit of 1 GB is refused before a byte travels', async ({ browser, stack }) => {
    const { id } = await stack.post('/deployments', { name: 'huge', projectId: 1 })
    const page = await enter(await visit(browser, stack), stack)
    const sent: string[] = []
    page.on('request', request => {
        if (request.method() === 'POST') sent.push(request.url())
    })
    const file = join(stack.folder, 'huge.zip')
    const handle = openSync(file, 'w')
    writeSync(handle, 'PK\x03\x04')
    ftruncateSync(handle, 2 * 1024 ** 3)
    closeSync(handle)
    await page.goto(`/deployments/${id}/releases`)
    await page
        .getByRole('button', { name: t(releases, 'upload'), exact: true })
        .first()
        .click()
    await page.locator('input[type=file]').setInputFiles(file)
    await expect(page.getByText('Nothing was sent').first()).toBeVisible()
    expect(sent).toEqual([])
    await page.context().close()
})

test('an upload that is cut says so, and goes through when it is tried again', async ({ browser, stack }) => {
    test.setTimeout(120_000)
    const { id } = await stack.post('/deployments', { name: 'cut', projectId: 1 })
    const page = await enter(await visit(browser, stack), stack)
    const file = join(stack.folder, 'cut.zip')
    writeFileSync(file, storedZip('data.bin', randomBytes(3_000_000)))
    await page.goto(`/deployments/${id}/releases`)
    await page
        .getByRole('button', { name: t(releases, 'upload'), exact: true })
        .first()
        .click()
    await page.locator('input[type=file]').setInputFiles(file)
    const line = await page.context().newCDPSession(page)
    const speed = (upload: number) =>
        line.send('Network.emulateNetworkConditions', {
            offline: false,
            latency: 0,
            downloadThroughput: -1,
            uploadThroughput: upload,
        })
    await speed(100_000)
    await page
        .getByRole('dialog')
        .getByRole('button', { name: t(releases, 'send'), exact: true })
        .click()
    await expect(page.getByRole('progressbar').first()).toBeVisible()
    await stack.stopServer()
    const again = page.getByRole('dialog').getByRole('button', { name: t(releases, 'again'), exact: true })
    await expect(again).toBeVisible({ timeout: 30_000 })
    await stack.startServer()
    expect((await stack.get(`/deployments/${id}/releases`)).items).toEqual([])
    await speed(-1)
    await again.click()
    await expect.poll(async () => (await stack.get(`/deployments/${id}/releases`)).items.length).toBe(1)
    await page.context().close()
})

test('the first page takes less than a second of work on a cold cache', async ({ browser, stack }) => {
    const times: number[] = []
    for (let round = 0; round < 3; round++) {
        const page = await (await visit(browser, stack)).newPage()
        const session = await page.context().newCDPSession(page)
        // What the page's thread works: other tests run beside this one, and the clock would tell of them.
        await session.send('Performance.enable', { timeDomain: 'threadTicks' })
        const begun = performance.now()
        await page.goto('/sign-in', { waitUntil: 'commit' })
        await page.getByRole('textbox').first().fill('admin')
        const clock = performance.now() - begun
        const { metrics } = await session.send('Performance.getMetrics')
        const work = (metrics.find(one => one.name === 'TaskDuration')?.value ?? 0) * 1000
        console.log(`interactive after ${Math.round(clock)} ms, ${Math.round(work)} ms of them work`)
        times.push(work)
        await page.context().close()
    }
    expect(Math.min(...times)).toBeGreaterThan(50) // it is measured at all
    expect(Math.min(...times)).toBeLessThan(1_000)
})

/** A zip with one stored file. */
function storedZip(name: string, data: Buffer): Buffer {
    const crc = crc32(data)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(data.length, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(data.length, 20)
    central.writeUInt32LE(data.length, 24)
    central.writeUInt16LE(name.length, 28)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(1, 8)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(46 + name.length, 12)
    end.writeUInt32LE(30 + name.length + data.length, 16)
    return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end])
}

function crc32(data: Buffer): number {
    let crc = ~0
    for (const byte of data) {
        crc ^= byte
        for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
    }
    return ~crc >>> 0
}
