import { ListFilter, Plus, UserRoundCheck } from 'lucide-vue-next'
import { may } from '@/api/session'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

export const enrolment: Feature = {
    id: 'enrolment',
    routes: [
        { path: 'nodes/waiting', component: () => import('./QueuePage.vue'), meta: { title: () => t('queue') } },
        {
            path: 'nodes/enrol',
            component: () => import('./EnrolPage.vue'),
            meta: { title: () => t('enrol.title'), needs: 'admin' },
        },
        { path: 'nodes/rules', component: () => import('./RulesPage.vue'), meta: { title: () => t('rules') } },
    ],
    entries: () => [
        { id: 'nodes.waiting', title: t('queue'), hint: t('nodes'), icon: UserRoundCheck, to: '/nodes/waiting' },
        { id: 'nodes.rules', title: t('rules'), hint: t('nodes'), icon: ListFilter, to: '/nodes/rules' },
        ...(may('admin')
            ? [{ id: 'nodes.enrol', title: t('enrol'), hint: t('nodes'), icon: Plus, to: '/nodes/enrol' }]
            : []),
    ],
}
