import { Boxes, Plus } from 'lucide-vue-next'
import { may } from '@/api/session'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { findDeployments } from './palette'
import { words } from './words'

const t = say(words)

export const deployments: Feature = {
    id: 'deployments',
    nav: [{ title: () => t('title'), icon: Boxes, to: '/deployments', order: 20, needs: 'viewer' }],
    routes: [
        { path: 'deployments', component: () => import('./DeploymentsPage.vue'), meta: { title: () => t('title') } },
        {
            path: 'deployments/new',
            component: () => import('./NewPage.vue'),
            meta: { title: () => t('new'), needs: 'admin' },
        },
        {
            path: 'deployments/:id(\\d+)/:tab(output|logs|releases|rollouts|runs|history|changes|settings)?',
            component: () => import('./DeploymentPage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    entries: () =>
        may('admin')
            ? [{ id: 'deployments.new', title: t('new'), hint: t('title'), icon: Plus, to: '/deployments/new' }]
            : [],
    find: findDeployments,
}
