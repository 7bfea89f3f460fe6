import { Handshake } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const grants: Feature = {
    id: 'grants',
    routes: [{ path: 'apps/grants', component: () => import('./GrantsPage.vue'), meta: { title: () => t('title') } }],
    entries: () => [{ id: 'grants', title: t('title'), hint: t('apps'), icon: Handshake, to: '/apps/grants' }],
}
