import { absolute } from '@/ui/format'

export interface FieldDiff {
    name: string
    before?: string
    after?: string
    changed: boolean
}

/** `createdAt` and the like hold epoch milliseconds, which nobody reads. */
function moment(name: string, value: unknown): string | undefined {
    const isTime = /(At|Since|since)$/.test(name) && typeof value === 'number' && value > 1e11
    return isTime ? absolute(value) : undefined
}

function flat(value: unknown, name: string, into: Map<string, string>): void {
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) {
        for (const [key, inner] of Object.entries(value)) flat(inner, name ? `${name}.${key}` : key, into)
    } else if (value !== undefined && name) {
        into.set(name, typeof value === 'string' ? value : (moment(name, value) ?? JSON.stringify(value, null, 1)))
    } else if (value !== undefined && value !== null) {
        into.set('', typeof value === 'string' ? value : JSON.stringify(value))
    }
}

/** Two versions of a thing, field by field; nested fields by their path. Changed ones first, else in the order they come. */
export function diff(before: unknown, after: unknown): FieldDiff[] {
    const old = new Map<string, string>()
    const now = new Map<string, string>()
    flat(before, '', old)
    flat(after, '', now)
    const names = [...new Set([...now.keys(), ...old.keys()])]
    const fields = names.map(name => ({
        name,
        before: old.get(name),
        after: now.get(name),
        changed: old.get(name) !== now.get(name),
    }))
    return [...fields.filter(field => field.changed), ...fields.filter(field => !field.changed)]
}
