import type { components } from '@generated/schema'

export type Given = components['schemas']['Variable']

/** A variable of the environment, as it is edited: a row of name and value. */
export interface Variable {
    name: string
    /** Absent: a secret one keeps its value, which nobody is shown. */
    value?: string
    secret: boolean
}

export function rowsOf(environment: Given[] | undefined): Variable[] {
    return (environment ?? []).map(one => ({ name: one.name, value: one.value, secret: one.secret ?? false }))
}

/** What an edit sends of the environment: single ones to add or change, and names of those that go. */
export interface EnvironmentEdit {
    environmentSet?: Given[]
    environmentRemove?: string[]
}

export function environmentEdit(before: Variable[], after: Variable[]): EnvironmentEdit {
    const rows = after.filter(row => row.name.trim()).map(row => ({ ...row, name: row.name.trim() }))
    const was = new Map(before.map(row => [row.name, row]))
    const set = rows
        .filter(row => row.value !== was.get(row.name)?.value || row.secret !== was.get(row.name)?.secret)
        .map(row => (row.value === undefined ? { name: row.name, secret: row.secret } : { ...row }))
    const left = new Set(rows.map(row => row.name))
    const removed = before.map(row => row.name).filter(name => !left.has(name))
    return {
        ...(set.length ? { environmentSet: set } : {}),
        ...(removed.length ? { environmentRemove: removed } : {}),
    }
}

/** The same edit for eyes: secret values are stars. */
export function withoutSecrets<T extends object>(edit: T): T {
    const set = (edit as EnvironmentEdit).environmentSet
    return set
        ? { ...edit, environmentSet: set.map(one => (one.secret && one.value ? { ...one, value: '***' } : one)) }
        : edit
}

/** Why a row cannot be kept; undefined when it can. */
export function wrongVariable(row: Variable, all: Variable[] = []): 'name' | 'twice' | 'value' | undefined {
    const name = row.name.trim()
    if (name && !/^[A-Za-z_][A-Za-z0-9_.:()-]{0,199}$/.test(name)) return 'name'
    if (name && all.filter(other => other.name.trim() === name).length > 1) return 'twice'
    return !row.secret && row.value === undefined ? 'value' : undefined
}

/** Names that people give to what nobody should read. */
const secretly =
    /(^|[_.:-])(pass(word|wd|phrase|code)?|pwd|secrets?|tokens?|credentials?|(api|access|private|secret|signing|encryption)[_.-]?key)($|[_.:-])/i

/** May the value be one to be kept secret, by the variable's name? A file that holds it is none. */
export function looksSecret(name: string): boolean {
    const words = name.replace(/([a-z])([A-Z])/g, '$1_$2')
    return secretly.test(words) && !/[_.:-](file|path|url|ttl|length)$/i.test(words)
}
