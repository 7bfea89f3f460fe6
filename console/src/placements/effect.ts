import type { Variable } from '@/shape/environment'
import type { Placement } from './placements'

/** What an edit makes otherwise: a field, or one variable of the environment; absent: there was, or is, none. */
export interface Moved {
    field: string
    variable?: string
    before?: string
    after?: string
}

/** What a process is started with: another value means another process. */
const startedWith = [
    'fileName',
    'arguments',
    'workingDirectory',
    'userName',
    'environment',
    'mode',
    'oomScoreAdjust',
    'priority',
    'port',
    'portArgument',
]

/** Field by field, variable by variable; secret values are stars. */
export function movedOf<T extends { environment: Variable[] }>(before: T, after: T): Moved[] {
    const made: Moved[] = []
    for (const field of Object.keys(after) as (keyof T & string)[]) {
        if (field === 'environment') made.push(...variables(before.environment, after.environment))
        else if (JSON.stringify(before[field] ?? '') !== JSON.stringify(after[field] ?? ''))
            made.push({ field, before: text(before[field]), after: text(after[field]) })
    }
    return made
}

function variables(before: Variable[], after: Variable[]): Moved[] {
    const named = (rows: Variable[]) => new Map(rows.filter(row => row.name.trim()).map(row => [row.name.trim(), row]))
    const [was, is] = [named(before), named(after)]
    return [...new Set([...was.keys(), ...is.keys()])]
        .filter(name => {
            const [old, now] = [was.get(name), is.get(name)]
            return old?.value !== now?.value || old?.secret !== now?.secret
        })
        .map(name => ({
            field: 'environment',
            variable: name,
            before: shown(was.get(name)),
            after: shown(is.get(name)),
        }))
}

const shown = (one: Variable | undefined) => one && (one.secret || one.value === undefined ? '***' : one.value)

function text(value: unknown): string | undefined {
    if (value === undefined || value === null || value === '') return undefined
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Has the placement a value of its own for it, so that what the deployment says does not count there? */
function overridden(one: Placement, moved: Moved): boolean {
    if (moved.field === 'environment') return !!one.environment?.some(row => row.name === moved.variable)
    const own = one[moved.field as keyof Placement]
    return moved.field === 'port' ? one.port > 0 : own !== undefined && own !== ''
}

/** Where a process runs that an edit of the deployment ends, and starts again. */
export function restartedBy(moved: readonly Moved[], placements: readonly Placement[], own = false): Placement[] {
    const counting = moved.filter(one => startedWith.includes(one.field))
    return placements.filter(
        one =>
            one.enabled &&
            one.desired.state === 'running' &&
            one.observed.pid > 0 &&
            counting.some(change => own || !overridden(one, change)),
    )
}
