import { Server } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { fits } from '@/frame/match'
import { listNodes } from '@/node/node'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const nodes: Feature = {
    id: 'nodes',
    nav: [{ title: () => t('title'), icon: Server, to: '/nodes', order: 35, needs: 'viewer' }],
    routes: [
        { path: 'nodes', component: () => import('./NodesPage.vue'), meta: { title: () => t('title') } },
        {
            path: 'nodes/:id(\\d+)/:tab(runs|logs|commands|events|changes|settings)?',
            component: () => import('./NodePage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    find: async (text, project, signal) => {
        let { items } = await listNodes({ q: text, project, limit: 6 }, signal)
        // The server finds what holds the letters as they are; with letters left out, those that begin alike are looked through.
        if (!items.length && text.trim().length > 2) {
            const alike = await listNodes({ q: text.trim().slice(0, 1), project, limit: 500 }, signal)
            items = alike.items.filter(node => fits(node.name, text)).slice(0, 6)
        }
        return items.map(node => ({
            id: `node.${node.id}`,
            title: node.name,
            hint: t('title'),
            icon: Server,
            to: `/nodes/${node.id}`,
        }))
    },
}
