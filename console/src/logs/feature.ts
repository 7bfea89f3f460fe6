import { ScrollText } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const logs: Feature = {
    id: 'logs',
    nav: [{ title: () => t('title'), icon: ScrollText, to: '/logs', order: 34, needs: 'viewer' }],
    routes: [{ path: 'logs', component: () => import('./LogsPage.vue'), meta: { title: () => t('title') } }],
}
