// The pictures of the README and of the documents: a fleet on which not everything is well. `npm run pictures`, then look.
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { enter, test, visit, type Visit } from './base'
import { settled } from './looks'
import { Stack, until } from './stack'
import { send, sender, shopDay } from './telling'
import { ask, keyedApp, login, offer } from './traffic'

const folder = join(import.meta.dirname ?? '', '..', '..', 'docs', 'pictures')

/** An app that says what it does; of release 2.1 none starts, and 1.9 does not last. */
const SCRIPT = [
    'case $STARDUST_RELEASE in 2.1) echo "price list: no such table prices" >&2; exit 3;; esac',
    'echo "$STARDUST_APP_ID $STARDUST_RELEASE listens on port 8080, 4 workers"',
    'case $STARDUST_RELEASE in 1.9) sleep 6; echo "reports: out of memory" >&2; exit 1;; esac',
    'n=4100',
    'while :; do n=$((n+7)); echo "order $n paid, 3 items, $((n % 41 + 9)) ms"; sleep 1$((n % 7)); done',
].join('; ')

async function deployment(stack: Stack, name: string, nodes: number[], version: string): Promise<number> {
    const { id } = await stack.post('/deployments', {
        name,
        projectId: 1,
        fileName: 'sh',
        arguments: `-c '${SCRIPT}'`,
    })
    for (const nodeId of nodes) await stack.post(`/deployments/${id}/placements`, { nodeId })
    await publish(stack, id, version)
    return id
}

/** Publishes and waits until it does not go on by itself; answers with the number of the rollout. */
async function publish(stack: Stack, id: number, version: string, more: object = {}): Promise<number> {
    await stack.upload(id, version, 'shell-1.0.zip')
    const rollout = await stack.post('/rollouts', { deploymentId: id, ...more })
    await until(`${version} of ${id} is there or not`, async () => {
        const { status } = await stack.get(`/rollouts/${rollout.id}`)
        return status !== 'running'
    })
    return rollout.id
}

/** Who calls whom; answers with what the pictures are of. */
async function apps(stack: Stack) {
    const of = new Map<string, { id: number; name: string; secret: string }>()
    const app = async (name: string) => {
        const known = of.get(name) ?? (await keyedApp(stack, name))
        of.set(name, known)
        return known
    }
    const process = async (name: string, client: string, version: string, zone: string) =>
        login(stack, await app(name), client, { Version: version, Zone: zone })
    const shops = [
        await process('checkout', '10.0.0.11@4711', '2.4.1', 'east'),
        await process('checkout', '10.0.0.12@812', '2.4.0', 'west'),
    ]
    const stocks = [
        await process('inventory', '10.0.1.21@901', '1.8.2', 'east'),
        await process('inventory', '10.0.1.22@377', '1.8.2', 'west'),
        await process('inventory', '10.0.1.23@5120', '1.9.0', 'west'),
    ]
    const banks = [await process('payments', '10.0.2.31@77', '5.0.3', 'east')]
    const prices = [await process('pricing', '10.0.2.32@1204', '0.14.0', 'east')]
    for (const [at, one] of stocks.entries())
        await offer(stack, one, 'stock', { Version: at === 2 ? '1.9' : '1.8', Tag: at === 2 ? 'canary' : 'stable' })
    for (const one of banks) await offer(stack, one, 'payments', { Version: '5.0' })
    for (const one of prices) await offer(stack, one, 'prices', { Version: '0.14' })
    for (const one of shops) for (const service of ['stock', 'payments', 'prices']) await ask(stack, one, service)
    for (const one of prices) await ask(stack, one, 'stock')
    const id = async (name: string): Promise<number> =>
        (await stack.get(`/services?q=${name}`)).items.find((one: { name: string }) => one.name === name).id
    const stock = await id('stock')
    await until('they are provided', async () => (await stack.get(`/services/${stock}`)).providers === 3)
    const { items } = await stack.get(`/services/${stock}/providers`)
    await stack.call(
        'PATCH',
        `/services/${stock}/providers/${items[2].id}`,
        JSON.stringify({ weight: 20 }),
        'application/json',
    )
    return { checkout: (await app('checkout')).id, stock }
}

async function config(stack: Stack, app: number) {
    const draft = (...edits: object[]) => stack.post(`/apps/${app}/config/draft`, { edits })
    await draft(
        { key: 'db:host', value: '10.0.0.5' },
        { key: 'db:host', value: '10.9.0.5', scope: 'prod' },
        { key: 'db:password', value: 'hush', type: 'secret' },
        { key: 'payments:timeout', value: '800', type: 'number' },
        { key: 'retries', value: '3', type: 'number' },
        { key: 'routes', value: 'shop: /shop\nbank: /bank\nstock: /stock', type: 'yaml' },
    )
    await stack.post(`/apps/${app}/config/releases`, { message: 'first' })
    await draft(
        { key: 'db:host', value: '10.0.0.7' },
        { key: 'payments:timeout', value: '1500', type: 'number' },
        { key: 'routes', value: 'shop: /shop\nbank: /v2/bank\nstock: /stock\nprices: /prices', type: 'yaml' },
        { act: 'remove', key: 'retries' },
    )
}

/** Eight machines, six deployments: one in the middle of a rollout, one that failed, one that crashes, one out of reach. */
async function fleet(stack: Stack) {
    const { checkout, stock } = await apps(stack)
    await config(stack, checkout)
    await send(stack, await sender(stack, checkout), shopDay(Date.now()))
    const web: number[] = []
    for (const name of ['web1', 'web2', 'web3', 'web4']) web.push(await stack.startEnrolledAgent(name))
    const api1 = await stack.startEnrolledAgent('api1')
    const api2 = await stack.startEnrolledAgent('api2')
    const db1 = await stack.startEnrolledAgent('db1')
    await stack.startAgent('edge1')
    const shop = await deployment(stack, 'storefront', web, '3.1')
    await deployment(stack, 'mail', [db1], '1.4')
    await deployment(stack, 'search', [api1, api2, db1], '0.9')
    const billing = await deployment(stack, 'billing', [api1, db1], '2.0')
    await deployment(stack, 'reports', [db1], '1.9')
    const sessions = await deployment(stack, 'sessions', [api1, api2], '4.2')
    await stack.post('/users', { name: 'ana', displayName: 'Ana Nováková' })
    await publish(stack, billing, '2.1', { batch: '1' })
    await publish(stack, shop, '3.2', { batch: '2' })
    await publish(stack, sessions, '4.3')
    const half = await publish(stack, shop, '3.3', { batch: '2', pauseAfterCanary: true })
    await stack.killAgent('api2')
    await until('its silence is seen', async () => (await stack.get(`/nodes/${api2}`)).status !== 'online')
    await until('edge1 waits', async () => (await stack.get('/nodes?status=waiting')).items.length > 0)
    const crashes = async () =>
        (await stack.get('/overview')).attention.some((one: { name: string }) => one.name.startsWith('reports'))
    await until('reports keeps crashing', crashes, 90)
    return { shop, half, checkout, stock }
}

test('pictures of a fleet', async ({ browser }) => {
    test.setTimeout(400_000)
    const stack = await new Stack().startServer('--nodes.session-timeout', '3600')
    try {
        await stack.setUp()
        const { shop, half, checkout, stock } = await fleet(stack)
        const take = async (look: Visit, pictures: Record<string, string>, ready?: (page: Page) => Promise<void>) => {
            const context = await visit(browser, stack, look)
            const page = await enter(context, stack)
            for (const [name, path] of Object.entries(pictures)) {
                await page.goto(path)
                await settled(page)
                await ready?.(page)
                await page.screenshot({ path: join(folder, `${name}.png`) })
            }
            await context.close()
        }
        await take({}, { overview: '/', rollout: `/deployments/${shop}/rollouts/${half}` })
        await take({ dark: true }, { 'overview-dark': '/' })
        await take({ language: 'zh' }, { 'overview-zh': '/' })
        await take({}, { services: `/services/${stock}` })
        await take({}, { logs: '/logs?app=checkout' }, page => page.locator('.line').nth(12).waitFor())
        await take({}, { config: `/configs/${checkout}?do=publish` }, async page => {
            const dialog = page.getByRole('dialog')
            await dialog.getByText('/v2/bank').first().waitFor()
            await dialog.getByRole('textbox').first().fill('the bank has moved, and answers slowly')
        })
    } finally {
        await stack.stop()
    }
})
