import { AppWindow, UserRoundCheck } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { listApps } from './apps'
import { words } from './words'

const t = say(words)

export const apps: Feature = {
    id: 'apps',
    nav: [{ title: () => t('title'), icon: AppWindow, to: '/apps', order: 5, needs: 'viewer' }],
    routes: [
        { path: 'apps', component: () => import('./AppsPage.vue'), meta: { title: () => t('title') } },
        { path: 'apps/waiting', component: () => import('./WaitingPage.vue'), meta: { title: () => t('queue') } },
        {
            path: 'apps/:id(\\d+)/:tab(instances|services|calls|logs|keys|changes|access)?',
            component: () => import('./AppPage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    entries: () => [
        { id: 'apps.waiting', title: t('queue'), hint: t('title'), icon: UserRoundCheck, to: '/apps/waiting' },
    ],
    find: async (text, project, signal) => {
        const page = await listApps({ q: text, project, limit: 6 }, signal)
        return page.items.map(app => ({
            id: `app.${app.id}`,
            title: app.name,
            hint: t('title'),
            icon: AppWindow,
            to: `/apps/${app.id}`,
        }))
    },
}
