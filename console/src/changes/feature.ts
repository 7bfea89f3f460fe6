import { History } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const changes: Feature = {
    id: 'changes',
    nav: [{ title: () => t('title'), icon: History, to: '/changes', order: 40, needs: 'viewer' }],
    routes: [
        { path: 'changes', component: () => import('./ChangesPage.vue'), meta: { title: () => t('title') } },
        { path: 'changes/:id(\\d+)', component: () => import('./ChangePage.vue'), meta: { title: () => t('title') } },
    ],
}
