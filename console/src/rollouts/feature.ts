import { Rocket } from 'lucide-vue-next'
import { send } from '@/api/client'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import type { Rollout } from './rollouts'
import { words } from './words'

const t = say(words)

export const rollouts: Feature = {
    id: 'rollouts',
    nav: [{ title: () => t('title'), icon: Rocket, to: '/rollouts', order: 25, needs: 'viewer' }],
    routes: [
        { path: 'rollouts', component: () => import('./RolloutsPage.vue'), meta: { title: () => t('title') } },
        {
            path: 'deployments/:id(\\d+)/rollouts/:rollout(\\d+)',
            component: () => import('./RolloutPage.vue'),
            meta: { title: () => t('title') },
        },
        {
            path: 'deployments/:id(\\d+)/plan',
            component: () => import('./PlanPage.vue'),
            meta: { title: () => t('plan') },
        },
    ],
    // A rollout is found by its number.
    find: async (text, _, signal) => {
        const number = /^#(\d{1,15})$/.exec(text.trim())?.[1]
        if (!number) return []
        const one = await send<Rollout>('GET', `/rollouts/${number}`, { signal })
        return [
            {
                id: `rollout.${one.id}`,
                title: `${t('rollout', { id: String(one.id) })}: ${one.version}`,
                hint: t('title'),
                icon: Rocket,
                first: true,
                to: `/deployments/${one.deploymentId}/rollouts/${one.id}`,
            },
        ]
    },
}
