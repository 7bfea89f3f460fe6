import { ListFilter, PackageOpen, Plus, Server, Terminal, UserRoundCheck } from 'lucide-vue-next'
import { may } from '@/api/session'
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
        { path: 'nodes/waiting', component: () => import('@/enrolment/QueuePage.vue'), meta: { title: () => t('queue') } },
        {
            path: 'nodes/enrol',
            component: () => import('@/enrolment/EnrolPage.vue'),
            meta: { title: () => t('enrol.title'), needs: 'admin' },
        },
        { path: 'nodes/rules', component: () => import('@/enrolment/RulesPage.vue'), meta: { title: () => t('rules') } },
        {
            path: 'nodes/policy',
            component: () => import('@/commands/PolicyPage.vue'),
            meta: { title: () => t('policy.title') },
        },
        {
            path: 'nodes/agents',
            component: () => import('@/agents/AgentReleasesPage.vue'),
            meta: { title: () => t('agents'), needs: 'platform' },
        },
        {
            path: 'nodes/:id(\\d+)/:tab(runs|commands|events|changes|settings)?',
            component: () => import('./NodePage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    entries: () => [
        { id: 'nodes.waiting', title: t('queue'), hint: t('title'), icon: UserRoundCheck, to: '/nodes/waiting' },
        { id: 'nodes.rules', title: t('rules'), hint: t('title'), icon: ListFilter, to: '/nodes/rules' },
        { id: 'nodes.policy', title: t('policy.title'), hint: t('title'), icon: Terminal, to: '/nodes/policy' },
        ...(may('platform')
            ? [{ id: 'nodes.agents', title: t('agents'), hint: t('title'), icon: PackageOpen, to: '/nodes/agents' }]
            : []),
        ...(may('admin')
            ? [{ id: 'nodes.enrol', title: t('enrol'), hint: t('title'), icon: Plus, to: '/nodes/enrol' }]
            : []),
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
