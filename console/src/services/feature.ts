import { Network, Waypoints } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { listServices } from './services'
import { words } from './words'

const t = say(words)

export const services: Feature = {
    id: 'services',
    nav: [{ title: () => t('title'), icon: Network, to: '/services', order: 30, needs: 'viewer' }],
    routes: [
        { path: 'services', component: () => import('./ServicesPage.vue'), meta: { title: () => t('title') } },
        { path: 'services/graph', component: () => import('./GraphPage.vue'), meta: { title: () => t('graph') } },
        {
            path: 'services/:id(\\d+)/:tab(consumers|graph|changes|settings)?',
            component: () => import('./ServicePage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    entries: () => [
        { id: 'services.graph', title: t('graph'), hint: t('title'), icon: Waypoints, to: '/services/graph' },
    ],
    find: async (text, project, signal) => {
        const page = await listServices({ q: text, project, limit: 6 }, signal)
        return page.items.map(one => ({
            id: `service.${one.id}`,
            title: one.name,
            hint: t('title'),
            icon: Network,
            to: `/services/${one.id}`,
        }))
    },
}
