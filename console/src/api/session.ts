import { computed, reactive, readonly } from 'vue'
import { api, ok, useCsrf, type Schemas } from './client'
import { Problem } from './problem'

export type Role = Schemas['Role']
/** Who is signed in here, and what they reach. */
export type Me = Schemas['Me']

const state = reactive<{ me: Me | undefined; asked: boolean }>({ me: undefined, asked: false })

export const session = readonly(state) as { readonly me: Me | undefined; readonly asked: boolean }
export const me = computed(() => state.me)

const ranks: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 }

/** Asks who is signed in; undefined when nobody is. Throws when the server cannot be reached. */
export async function askWho(): Promise<Me | undefined> {
    try {
        const answer = await ok(api.GET('/me'))
        useCsrf(answer.csrf)
        state.me = answer
    } catch (failure) {
        if (!(failure instanceof Problem) || failure.status !== 401) throw failure
        forget()
    }
    state.asked = true
    return state.me
}

export function forget(): void {
    useCsrf(undefined)
    state.me = undefined
}

/**
 * True when the person may do what `need` says: in the project named, or, without one, in any. Only for showing and hiding;
 * the server decides.
 */
export function may(need: Role | 'platform', project?: number): boolean {
    const who = state.me
    if (!who) return false
    if (who.platform) return true
    if (need === 'platform') return false
    return who.projects.some(p => (project === undefined || p.id === project) && ranks[p.role] >= ranks[need])
}

export function projectName(id: number | undefined): string {
    if (id === undefined) return ''
    const project = state.me?.projects.find(p => p.id === id)
    return project ? project.displayName || project.name : `#${id}`
}
