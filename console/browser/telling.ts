// Apps that send their logs as exporters of OpenTelemetry do.
import type { Stack } from './stack'

export interface Told {
    /** Epoch ms. */
    time: number
    message: string
    level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
    instance?: string
    release?: string
    node?: string
    logger?: string
    thread?: string
    trace?: string
    attributes?: Record<string, string>
}

const severity = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 }

/** A token with which records of an app are sent. */
export async function sender(stack: Stack, app: number): Promise<string> {
    const { secret } = await stack.post(`/apps/${app}/keys`, { name: 'exporter', ingest: true })
    return secret
}

/** Sends records; what an instance, a release and a node have in common is sent together. */
export async function send(stack: Stack, token: string, records: Told[]): Promise<void> {
    const attribute = (key: string, value: string | undefined) =>
        value === undefined ? [] : [{ key, value: { stringValue: value } }]
    const from = (one: Told) => [
        ...attribute('service.instance.id', one.instance),
        ...attribute('service.version', one.release),
        ...attribute('host.name', one.node),
    ]
    const groups = new Map<string, Told[]>()
    for (const one of records) {
        const key = JSON.stringify(from(one))
        groups.set(key, [...(groups.get(key) ?? []), one])
    }
    const body = {
        resourceLogs: [...groups.values()].map(group => ({
            resource: { attributes: from(group[0]!) },
            scopeLogs: [
                {
                    logRecords: group.map(one => ({
                        timeUnixNano: `${one.time}000000`,
                        severityNumber: severity[one.level ?? 'info'],
                        body: { stringValue: one.message },
                        traceId: one.trace,
                        attributes: [
                            ...attribute('code.namespace', one.logger),
                            ...attribute('thread.name', one.thread),
                            ...Object.entries(one.attributes ?? {}).flatMap(([key, value]) => attribute(key, value)),
                        ],
                    })),
                },
            ],
        })),
    }
    const answer = await fetch(`${stack.url}/v1/logs`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`/v1/logs: ${answer.status} ${await answer.text()}`)
}

/** A day in the life of a shop: what every part of the explorer has something of. */
export function shopDay(now: number): Told[] {
    const minute = 60_000
    const records: Told[] = []
    const by = (at: number) => ({
        instance: `10.0.0.${11 + (at % 2)}@4711`,
        node: at % 2 ? 'web2' : 'web1',
        release: at < 60 ? '2.4.0' : '2.4.1',
        thread: `http-${at % 8}`,
    })
    for (let at = 0; at < 240; at++) {
        const time = now - 58 * minute + at * 14_000
        records.push({
            ...by(at),
            time,
            logger: 'io.shop.orders.OrderService',
            message: `order ${1000 + at} of customer ${at * 7} accepted in ${20 + (at % 90)} ms`,
            attributes: { 'http.route': '/orders', user: at % 3 ? 'ana' : 'wei' },
        })
        if (at % 9 === 0)
            records.push({
                ...by(at),
                time: time + 5,
                level: 'debug',
                logger: 'io.shop.cache.Prices',
                message: `refreshed ${at} prices`,
            })
        if (at % 20 === 0)
            records.push({
                ...by(at),
                time: time + 9,
                level: 'warn',
                logger: 'io.shop.stock.StockClient',
                message: `stock answered late: ${800 + at} ms`,
            })
    }
    for (let at = 0; at < 12; at++)
        records.push({
            ...by(100 + at),
            time: now - 9 * minute + at * 20_000,
            level: 'error',
            logger: 'io.shop.payments.Cashier',
            trace: `4bf92f3577b34da6a3ce929d0e0e47${10 + at}`,
            message:
                `payment of order ${1100 + at} failed: connection reset by peer\n` +
                'java.net.SocketException: Connection reset\n' +
                '\tat io.shop.payments.Bank.charge(Bank.java:88)\n' +
                '\tat io.shop.payments.Cashier.pay(Cashier.java:41)',
        })
    return records
}
