import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const placements: Feature = {
    id: 'placements',
    routes: [
        {
            path: 'deployments/:id(\\d+)/placements/:placement(\\d+)',
            component: () => import('./PlacementPage.vue'),
            meta: { title: () => t('tab.placements') },
        },
    ],
}
