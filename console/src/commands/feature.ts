import { Terminal } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const commands: Feature = {
    id: 'commands',
    routes: [
        {
            path: 'nodes/policy',
            component: () => import('./PolicyPage.vue'),
            meta: { title: () => t('policy.title') },
        },
    ],
    entries: () => [
        { id: 'nodes.policy', title: t('policy.title'), hint: t('nodes'), icon: Terminal, to: '/nodes/policy' },
    ],
}
