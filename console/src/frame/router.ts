import { createRouter, createWebHistory, type LocationQueryRaw } from 'vue-router'
import { onRefused } from '@/api/client'
import { disconnect } from '@/api/live'
import { root } from '@/api/root'
import { askWho, forget, session } from '@/api/session'
import { features } from '@/features'
import { say } from '@/ui/locale'
import { keepTitle } from '@/ui/title'
import { words } from './words'

const t = say(words)

const first = features.flatMap(feature => feature.nav ?? []).sort((a, b) => a.order - b.order)[0]

export const router = createRouter({
    history: createWebHistory(root),
    routes: [
        { path: '/sign-in', component: () => import('./SignIn.vue'), meta: { open: true, title: () => t('signIn') } },
        { path: '/setup', component: () => import('./SetUp.vue'), meta: { open: true, title: () => t('setUp') } },
        {
            path: '/invite',
            component: () => import('./Invitation.vue'),
            meta: { open: true, title: () => t('invite') },
        },
        {
            path: '/',
            component: () => import('./Shell.vue'),
            children: [
                ...(first && first.to !== '/' ? [{ path: '', redirect: first.to }] : []),
                ...features.flatMap(feature => feature.routes),
                { path: ':any(.*)*', component: () => import('./NotFound.vue'), meta: { title: () => t('absent') } },
            ],
        },
    ],
    scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
})

/** The sign-in page, which leads back to where the person is. */
export function signInPath(from: string): { path: string; query: LocationQueryRaw } {
    return { path: '/sign-in', query: from === '/' || from.startsWith('/sign-in') ? {} : { return: from } }
}

router.beforeEach(async (to, from) => {
    if (!to.meta.open) {
        if (!session.asked) {
            try {
                await askWho()
            } catch {
                // The server does not answer: the page loads all the same, and its banner says so.
            }
        }
        if (!session.me && session.asked) return { ...signInPath(to.fullPath), replace: true }
        // The project chosen goes along to the next page.
        const project = from.query['project']
        if (project && to.query['project'] === undefined && !from.meta.open && to.path !== from.path) {
            return { ...to, query: { ...to.query, project } }
        }
    }
    return true
})

onRefused(() => {
    const { matched, meta } = router.currentRoute.value
    // The first page finds its way in the guard above; the doors are for who is not signed in.
    if (matched.length === 0 || meta.open) return
    forget()
    disconnect()
    void router.replace(signInPath(router.currentRoute.value.fullPath))
})

// A chunk that is gone was replaced by a newer build: take the new page.
router.onError((failure, to) => {
    if (/dynamically imported module|module script/i.test(String(failure)))
        location.assign(router.resolve(to.fullPath).href)
})

keepTitle(() => router.currentRoute.value.meta.title?.())
