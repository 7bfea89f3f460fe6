import { Server } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { listNodes } from '@/node/node'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const nodes: Feature = {
    id: 'nodes',
    nav: [{ title: () => t('title'), icon: Server, to: '/nodes', order: 10, needs: 'viewer' }],
    routes: [
        { path: 'nodes', component: () => import('./NodesPage.vue'), meta: { title: () => t('title') } },
        {
            path: 'nodes/:id(\\d+)/:tab(runs|commands|events|changes|settings)?',
            component: () => import('./NodePage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    find: async (text, project, signal) => {
        const page = await listNodes({ q: text, project, limit: 6 }, signal)
        return page.items.map(node => ({
            id: `node.${node.id}`,
            title: node.name,
            hint: t('title'),
            icon: Server,
            to: `/nodes/${node.id}`,
        }))
    },
}
