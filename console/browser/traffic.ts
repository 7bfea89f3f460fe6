// Apps that log in, offer services and ask for them, as their SDKs do: what the pages of apps and services show.
import { until, type Stack } from './stack'

/** A process of an app that is logged in. */
export interface Process {
    app: number
    name: string
    client: string
    token: string
}

/** An app of a project with a key of its own. */
export async function keyedApp(stack: Stack, name: string, projectId = 1, more: object = {}) {
    const { id } = await stack.post('/apps', { name, projectId, ...more })
    const { secret } = await stack.post(`/apps/${id}/keys`, { name: 'main', expiresInDays: 365 })
    return { id: id as number, name, secret: secret as string }
}

export async function login(
    stack: Stack,
    app: { id: number; name: string; secret: string },
    client: string,
    more: object = {},
): Promise<Process> {
    const { Token: token } = await stack.link('/App/Login', {
        AppId: app.name,
        Secret: app.secret,
        ClientId: client,
        AppName: app.name,
        IP: client.split('@')[0],
        Sdk: '4.0',
        ...more,
    })
    await stack.link(
        '/App/Ping',
        { Id: 7, Name: app.name, CpuUsage: 0.31, WorkingSet: 187_000_000, Threads: 42, Handles: 96, Time: Date.now() },
        token,
    )
    return { app: app.id, name: app.name, client, token }
}

export const offer = (stack: Stack, of: Process, service: string, more: object = {}) =>
    stack.link(
        '/App/RegisterService',
        { ServiceName: service, ClientId: of.client, IP: of.client.split('@')[0], Address: 'http://*:8080', ...more },
        of.token,
    )

export const ask = (stack: Stack, of: Process, service: string, more: object = {}) =>
    stack.link('/App/ResolveService', { ServiceName: service, ...more }, of.token)

/** An app that nobody knows comes, is refused, and waits. */
export const stranger = (stack: Stack, name: string) =>
    stack
        .link('/App/Login', { AppId: name, Secret: '', ClientId: `10.0.7.3@${name.length}`, AppName: name })
        .catch(() => undefined)

/** Who calls whom within a project and across; `abroad` is another project. */
export async function traffic(stack: Stack, abroad: number) {
    await stranger(stack, 'crawler')
    await stranger(stack, 'nightly-import-of-the-branch-offices')

    const checkout = await keyedApp(stack, 'checkout', 1, { displayName: 'Checkout' })
    const old = await stack.post(`/apps/${checkout.id}/keys`, { name: 'before the move' })
    await stack.call('DELETE', `/apps/${checkout.id}/keys/${old.key.id}`)
    await stack.post(`/apps/${checkout.id}/keys`, { name: 'standby', expiresInDays: 3 })
    const callers = [
        await login(stack, checkout, '10.0.0.11@4711', { Version: '2.4.1', Zone: 'east', Scope: 'prod' }),
        await login(stack, checkout, '10.0.0.12@812', { Version: '2.4.0', Zone: 'west', Scope: 'prod' }),
    ]
    const inventory = await keyedApp(stack, 'inventory')
    const providers: Process[] = []
    for (const [at, client] of ['10.0.1.21@901', '10.0.1.22@377', '10.0.1.23@5120'].entries()) {
        const one = await login(stack, inventory, client, { Version: `1.${at}`, Zone: at ? 'west' : 'east' })
        await offer(stack, one, 'stock', { Version: `1.${at}`, Tag: at ? 'blue' : 'green,canary' })
        providers.push(one)
    }
    const first = providers[0] as Process
    await offer(stack, first, 'prices')
    for (const caller of callers) {
        await ask(stack, caller, 'stock', { MinVersion: '1.0' })
        await ask(stack, caller, 'prices')
    }
    // nobody provides it any more, and it is still asked for
    await stack.link('/App/UnregisterService', { ServiceName: 'prices', ClientId: first.client }, first.token)

    const forecast = await keyedApp(stack, 'warehouse-replenishment-forecast')
    const far = await login(stack, forecast, '10.0.1.40@66', { Version: '0.9' })
    await offer(stack, far, 'replenishment-forecast-of-the-warehouses', { Address: 'https://forecast.example:8443/v2' })
    await ask(stack, first, 'replenishment-forecast-of-the-warehouses')
    await ask(stack, far, 'stock')

    const ledger = await keyedApp(stack, 'ledger-of-the-bank', abroad)
    const book = await login(stack, ledger, '10.9.0.2@44', { Version: '7.1' })
    await offer(stack, book, 'bookings')
    await stack.post('/grants', { consumerApp: 'checkout', providerApp: 'ledger-of-the-bank', note: 'pay at the till' })
    for (const caller of callers) await ask(stack, caller, 'bookings')
    // not granted, and yet asked for
    await ask(stack, book, 'stock')

    const { id: resting } = await stack.post('/apps', { name: 'resting' })
    await stack.call('PATCH', `/apps/${resting}`, JSON.stringify({ enabled: false }), 'application/json')
    const gone = await keyedApp(stack, 'batch')
    const ended = await login(stack, gone, '10.0.2.9@13')
    await stack.link('/App/Logout', {}, ended.token)

    const serviceId = async (name: string): Promise<number> =>
        (await stack.get(`/services?q=${name}`)).items.find((one: { name: string }) => one.name === name).id
    const stock = await serviceId('stock')
    await until('they are provided', async () => (await stack.get(`/services/${stock}`)).providers === 3)
    const { items } = await stack.get(`/services/${stock}/providers`)
    const steer = (at: number, what: object) =>
        stack.call('PATCH', `/services/${stock}/providers/${items[at].id}`, JSON.stringify(what), 'application/json')
    await steer(1, { draining: true })
    await steer(2, { enabled: false, weight: 20 })
    return {
        checkout: checkout.id,
        inventory: inventory.id,
        batch: gone.id,
        pending: (await stack.get('/apps?q=crawler')).items[0].id as number,
        stock,
        prices: await serviceId('prices'),
        far: await serviceId('replenishment-forecast-of-the-warehouses'),
        providers,
        callers,
    }
}

/** Config of an app that inherits from another: two releases, one that some instances have, and edits that wait for their time. */
export async function configs(stack: Stack, app: number, base: number) {
    const draft = (of: number, ...edits: object[]) => stack.post(`/apps/${of}/config/draft`, { edits })
    const publish = (of: number, message: string) => stack.post(`/apps/${of}/config/releases`, { message })
    const set = (of: number, what: object) =>
        stack.call('PATCH', `/apps/${of}/config`, JSON.stringify(what), 'application/json')
    await draft(
        base,
        { key: '_name', value: 'inventory' },
        { key: 'log:level', value: 'info' },
        { key: 'log:file', value: '/var/log/${_name}.log' },
    )
    await publish(base, 'for all')
    await set(base, { share: 'project' })
    await set(app, { quotes: [(await stack.get(`/apps/${base}`)).name] })
    const routes = ['shop: /shop', 'bank: /bank', 'stock: /stock', 'ledger: /ledger'].join('\n')
    await draft(
        app,
        { key: '_name', value: 'checkout' },
        { key: 'db:host', value: '10.0.0.5', remark: 'the first database' },
        { key: 'db:host', value: '10.9.0.5', scope: 'prod' },
        { key: 'db:url', value: 'jdbc:postgresql://${db:host}:5432/shop' },
        { key: 'db:password', value: 'hush', type: 'secret' },
        { key: 'retries', value: '3', type: 'number' },
        { key: 'routes', value: routes, type: 'yaml', remark: 'which path leads where' },
    )
    await publish(app, 'first')
    await draft(
        app,
        { key: 'db:host', value: '10.0.0.6' },
        { key: 'routes', value: `${routes}\nforecast: /forecast`, type: 'yaml' },
    )
    await publish(app, 'the database moves to a machine of its own')
    await draft(app, { key: 'retries', value: '5', type: 'number' })
    const gray = { clients: ['10.0.0.11@4711'], percent: 10, message: 'more patience with the bank' }
    await stack.post(`/apps/${app}/config/gray`, gray)
    await draft(
        app,
        { key: 'db:host', value: '10.0.0.7' },
        { act: 'remove', key: 'retries' },
        { key: 'new', value: '' },
    )
    await stack.post(`/apps/${app}/config/releases`, { at: Date.now() + 6 * 3_600_000, message: 'when it is quiet' })
}
