import { calm, useLive, useResumed, type LiveEvents } from '@/api/live'
import type { List } from '@/ui/list'
import type { Act } from './acts'

/** More than these, and the list is asked for as a whole. */
const most = 50

/**
 * Puts what happens before a list of acts. Events name no deployments and versions, so as many of the newest changes are asked
 * for as events told of, and one more, which the list knows.
 */
export function useNewActs(list: List<Act>, about: (change: LiveEvents['change']) => boolean = () => true): void {
    let told = 0
    const ask = calm(() => {
        const count = told
        told = 0
        void (count > most ? list.refresh() : list.ahead(count + 1))
    })
    useLive('change', change => {
        if (!about(change)) return
        told++
        ask()
    })
    useResumed(() => void list.refresh())
}
