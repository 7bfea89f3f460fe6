import { LayoutDashboard } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const overview: Feature = {
    id: 'overview',
    nav: [{ title: () => t('title'), icon: LayoutDashboard, to: '/', order: 0, needs: 'viewer' }],
    routes: [{ path: '', component: () => import('./OverviewPage.vue'), meta: { title: () => t('title') } }],
}
