import { Settings, UserRound } from 'lucide-vue-next'
import { may } from '@/api/session'
import type { Feature } from '@/frame/feature'
import { say } from '@/ui/locale'
import { words } from './words'

const t = say(words)

/** The pages of the settings that the person may open. */
export function settingsPages() {
    return [
        { to: '/settings/users', title: t('users'), open: may('platform') },
        { to: '/settings/projects', title: t('projects'), open: true },
        { to: '/settings/tokens', title: t('tokens'), open: true },
        { to: '/settings/server', title: t('server'), open: may('platform') },
    ].filter(page => page.open)
}

export const access: Feature = {
    id: 'access',
    nav: [{ title: () => t('settings'), icon: Settings, to: '/settings', order: 90 }],
    routes: [
        {
            path: 'settings',
            component: () => import('./SettingsFrame.vue'),
            children: [
                { path: '', redirect: () => settingsPages()[0]?.to ?? '/' },
                {
                    path: 'users',
                    component: () => import('./UsersPage.vue'),
                    meta: { title: () => t('users'), needs: 'platform' },
                },
                {
                    path: 'users/:id(\\d+)',
                    component: () => import('./UserPage.vue'),
                    meta: { title: () => t('users'), needs: 'platform' },
                },
                {
                    path: 'projects',
                    component: () => import('./ProjectsPage.vue'),
                    meta: { title: () => t('projects') },
                },
                {
                    path: 'projects/:id(\\d+)',
                    component: () => import('./ProjectPage.vue'),
                    meta: { title: () => t('projects') },
                },
                { path: 'tokens', component: () => import('./TokensPage.vue'), meta: { title: () => t('tokens') } },
                { path: 'audit', redirect: '/changes' },
                {
                    path: 'server',
                    component: () => import('@/settings/ServerPage.vue'),
                    meta: { title: () => t('server'), needs: 'platform' },
                },
            ],
        },
        { path: 'profile', component: () => import('./ProfilePage.vue'), meta: { title: () => t('profile') } },
    ],
    entries: () => [
        ...settingsPages().map(page => ({
            id: page.to,
            title: page.title,
            hint: t('settings'),
            icon: Settings,
            to: page.to,
        })),
        { id: 'profile', title: t('profile'), icon: UserRound, to: '/profile' },
    ],
}
