import { PackageOpen } from 'lucide-vue-next'
import { may } from '@/api/session'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const agents: Feature = {
    id: 'agents',
    routes: [
        {
            path: 'nodes/agents',
            component: () => import('./AgentReleasesPage.vue'),
            meta: { title: () => t('agents'), needs: 'platform' },
        },
    ],
    entries: () =>
        may('platform')
            ? [{ id: 'nodes.agents', title: t('agents'), hint: t('nodes'), icon: PackageOpen, to: '/nodes/agents' }]
            : [],
}
