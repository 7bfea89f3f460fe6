// The pictures of the README: a small fleet on which not everything is well. `npm run pictures`, then look.
import { join } from 'node:path'
import { enter, test, visit } from './base'
import { settled } from './looks'
import { type Stack, until } from './stack'

const folder = join(import.meta.dirname ?? '', '..', '..', 'docs', 'pictures')

/** An app that says what it does, and whose release 2.1 does not start. */
const SCRIPT = [
    'case $STARDUST_RELEASE in 2.1) echo "price list: no such table prices" >&2; exit 3;; esac',
    'echo "$STARDUST_APP_ID $STARDUST_RELEASE listens on port 8080, 4 workers"',
    'n=4100',
    'while :; do n=$((n+7)); echo "order $n paid, 3 items, $((n % 41 + 9)) ms"; sleep 0.$((n % 7 + 1)); done',
].join('; ')

async function deployment(stack: Stack, name: string, nodes: number[], version: string, more: object = {}) {
    const { id } = await stack.post('/deployments', {
        name,
        projectId: 1,
        fileName: 'sh',
        arguments: `-c '${SCRIPT}'`,
        ...more,
    })
    for (const nodeId of nodes) await stack.post(`/deployments/${id}/placements`, { nodeId })
    await publish(stack, id, version)
    return id
}

/** Publishes and waits for the end, good or bad; answers with the number of the rollout. */
async function publish(stack: Stack, id: number, version: string, more: object = {}): Promise<number> {
    await stack.upload(id, version, 'shell-1.0.zip')
    const rollout = await stack.post('/rollouts', { deploymentId: id, ...more })
    await until(`${version} of ${id} is there or not`, async () => {
        const { status } = await stack.get(`/rollouts/${rollout.id}`)
        return status !== 'running'
    })
    return rollout.id
}

test('pictures of the README', async ({ browser, stack }) => {
    test.setTimeout(300_000)
    const web1 = await stack.startEnrolledAgent('web1')
    const web2 = await stack.startEnrolledAgent('web2')
    const web3 = await stack.startEnrolledAgent('web3')
    const db1 = await stack.startEnrolledAgent('db1')
    await stack.startAgent('web4')
    const shop = await deployment(stack, 'shop', [web1, web2, web3], '3.1')
    await deployment(stack, 'mail', [db1], '1.4')
    const search = await deployment(stack, 'search', [web2, db1], '0.9')
    const billing = await deployment(stack, 'billing', [web1, web2], '2.0')
    await stack.post('/users', { name: 'ana', displayName: 'Ana Nováková' })
    const good = await publish(stack, shop, '3.2', { batch: '1' })
    await publish(stack, billing, '2.1', { batch: '1' })
    await stack.killAgent('web3')
    await until('its silence is seen', async () => (await stack.get(`/nodes/${web3}`)).status !== 'online')
    await until('web4 waits', async () => (await stack.get('/nodes?status=waiting')).items.length > 0)

    const context = await visit(browser, stack)
    const page = await enter(context, stack)
    for (const [name, path] of Object.entries({
        overview: '/',
        rollout: `/deployments/${shop}/rollouts/${good}`,
        output: `/deployments/${search}/output`,
    })) {
        await page.goto(path)
        await settled(page)
        if (name === 'output') await page.getByText('order').nth(12).waitFor()
        await page.screenshot({ path: join(folder, `${name}.png`) })
    }
    await context.close()
})
