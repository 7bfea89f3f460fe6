import type { components } from '@generated/schema'

export type Given = components['schemas']['OfferedService']

/** A service that a deployment offers, as it is edited: a row of texts. */
export interface Offered {
    name: string
    /** Null: the port of the deployment. */
    port: number | null
    scheme: string
    /** Words with blanks or commas between. */
    tags: string
    /** A path, or the URL to ask. */
    health: string
}

export const newOffered = (): Offered => ({ name: '', port: null, scheme: '', tags: '', health: '' })

export function offeredRows(services: readonly Given[] | undefined): Offered[] {
    return (services ?? []).map(one => ({
        name: one.name,
        port: one.port ?? null,
        scheme: one.scheme ?? '',
        tags: (one.tags ?? []).join(', '),
        health: one.health ?? '',
    }))
}

const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean)
const isEmpty = (row: Offered) => JSON.stringify(row) === JSON.stringify(newOffered())

/** What an edit sends of them: all, without rows in which nothing stands. */
export function offeredOf(rows: readonly Offered[]): Given[] {
    return rows
        .filter(row => !isEmpty(row))
        .map(row => {
            const tags = words(row.tags)
            return {
                name: row.name.trim(),
                ...(row.port === null ? {} : { port: row.port }),
                ...(row.scheme.trim() ? { scheme: row.scheme.trim() } : {}),
                ...(tags.length ? { tags } : {}),
                ...(row.health.trim() ? { health: row.health.trim() } : {}),
            }
        })
}

/** Why a row cannot be kept; undefined when it can. */
export function wrongOffered(
    row: Offered,
    all: readonly Offered[] = [],
): 'name' | 'twice' | 'scheme' | 'tags' | 'health' | undefined {
    if (isEmpty(row)) return undefined
    const name = row.name.trim()
    if (!/^[A-Za-z0-9._-]{1,100}$/.test(name)) return 'name'
    if (all.filter(other => other.name.trim() === name && other.port === row.port).length > 1) return 'twice'
    if (row.scheme.trim() && !/^[a-z][a-z0-9+.-]{0,15}$/.test(row.scheme.trim())) return 'scheme'
    if (words(row.tags).some(tag => !/^[A-Za-z0-9._:=-]{1,50}$/.test(tag))) return 'tags'
    const health = row.health.trim()
    return health && !/^(\/|https?:\/\/.|tcp:\/\/.)/.test(health) ? 'health' : undefined
}

/** `orders:8080,tag=blue,health=/health`, as the command line has it. */
export function offeredWord(one: Given): string {
    return [
        one.name + (one.port === undefined ? '' : `:${one.port}`),
        ...(one.tags ?? []).map(tag => `tag=${tag}`),
        ...(one.health ? [`health=${one.health}`] : []),
        ...(one.scheme ? [`scheme=${one.scheme}`] : []),
    ].join(',')
}
