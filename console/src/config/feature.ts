import { ListFilter, Search, SlidersHorizontal } from 'lucide-vue-next'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { listSheets } from './config'
import { words as rightWords } from './rightWords'
import { words } from './words'

const t = say(words)
const r = say(rightWords)

export const config: Feature = {
    id: 'config',
    nav: [{ title: () => t('title'), icon: SlidersHorizontal, to: '/configs', order: 32, needs: 'viewer' }],
    routes: [
        { path: 'configs', component: () => import('./ConfigsPage.vue'), meta: { title: () => t('title') } },
        { path: 'configs/search', component: () => import('./SearchPage.vue'), meta: { title: () => t('find') } },
        { path: 'configs/rules', component: () => import('./RulesPage.vue'), meta: { title: () => r('rules') } },
        {
            path: 'configs/:id(\\d+)/:tab(text|releases|effective|instances|changes|settings)?',
            component: () => import('./ConfigPage.vue'),
            meta: { title: () => t('title') },
        },
    ],
    entries: () => [
        { id: 'config.search', title: t('find'), hint: t('title'), icon: Search, to: '/configs/search' },
        { id: 'config.rules', title: r('rules'), hint: t('title'), icon: ListFilter, to: '/configs/rules' },
    ],
    find: async (text, project, signal) => {
        const page = await listSheets()({ q: text, project, limit: 6 }, signal)
        return page.items.map(sheet => ({
            id: `config.${sheet.appId}`,
            title: sheet.app,
            hint: t('title'),
            icon: SlidersHorizontal,
            to: `/configs/${sheet.appId}`,
        }))
    },
}
