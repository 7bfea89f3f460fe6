import { Boxes, Plus, Rocket } from 'lucide-vue-next'
import { may } from '@/api/session'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { findDeployments } from './palette'
import { words } from './words'

const t = say(words)

export const deployments: Feature = {
    id: 'deployments',
    nav: [
        { title: () => t('title'), icon: Boxes, to: '/deployments', order: 20, needs: 'viewer' },
        { title: () => t('tab.rollouts'), icon: Rocket, to: '/rollouts', order: 25, needs: 'viewer' },
    ],
    routes: [
        { path: 'deployments', component: () => import('./DeploymentsPage.vue'), meta: { title: () => t('title') } },
        {
            path: 'deployments/new',
            component: () => import('./NewPage.vue'),
            meta: { title: () => t('new'), needs: 'admin' },
        },
        {
            path: 'deployments/:id(\\d+)/:tab(output|releases|rollouts|runs|history|changes|settings)?',
            component: () => import('./DeploymentPage.vue'),
            meta: { title: () => t('title') },
        },
        {
            path: 'deployments/:id(\\d+)/rollouts/:rollout(\\d+)',
            component: () => import('@/rollouts/RolloutPage.vue'),
            meta: { title: () => t('tab.rollouts') },
        },
        {
            path: 'deployments/:id(\\d+)/plan',
            component: () => import('@/rollouts/PlanPage.vue'),
            meta: { title: () => t('plan') },
        },
        { path: 'rollouts', component: () => import('@/rollouts/RolloutsPage.vue'), meta: { title: () => t('tab.rollouts') } },
        {
            path: 'deployments/:id(\\d+)/placements/:placement(\\d+)',
            component: () => import('@/placements/PlacementPage.vue'),
            meta: { title: () => t('tab.placements') },
        },
    ],
    entries: () =>
        may('admin')
            ? [{ id: 'deployments.new', title: t('new'), hint: t('title'), icon: Plus, to: '/deployments/new' }]
            : [],
    find: findDeployments,
}
