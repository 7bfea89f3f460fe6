import { h } from 'vue'
import { send } from '@/api/client'
import { projectName } from '@/api/session'
import ConfirmAction from '@/ui/ConfirmAction.vue'
import type { Column } from '@/ui/list'
import { say, sayAny } from '@/ui/locale'
import { now } from '@/ui/clock'
import StatusTag from '@/ui/StatusTag.vue'
import TimeText from '@/ui/TimeText.vue'
import { words as shared } from '@/ui/words'
import type { Token } from './access'
import { words } from './words'

const t = say(words)

function scope(token: Token): string {
    const place = token.projectId ? projectName(token.projectId) : t('everything')
    return token.role ? `${place} · ${sayAny(shared, `role.${token.role}`, token.role)}` : place
}

/** The columns of a table of tokens; `changed` is called after one was revoked. */
export function tokenColumns(changed: () => void): Column<Token>[] {
    const expired = (token: Token) => token.expiresAt !== undefined && token.expiresAt <= now.value
    return [
        {
            key: 'name',
            title: t('name'),
            sort: token => token.name,
            minWidth: 140,
            narrow: 'title',
            render: token => h('span', { class: 'breaks', style: 'font-weight: 500' }, token.name || `#${token.id}`),
        },
        {
            key: 'kind',
            title: t('token.kind'),
            sort: token => t(token.kind === 'api' ? 'token.api' : 'token.enrol'),
            width: 100,
            render: token => t(token.kind === 'api' ? 'token.api' : 'token.enrol'),
        },
        {
            key: 'scope',
            title: t('token.scope'),
            sort: token => scope(token),
            minWidth: 140,
            render: token => h('span', { class: 'breaks' }, scope(token)),
        },
        {
            key: 'owner',
            title: t('owner'),
            sort: token => token.owner,
            width: 110,
            render: token => token.owner ?? '–',
        },
        {
            key: 'used',
            title: t('lastUsed'),
            sort: token => token.lastUsedAt,
            width: 120,
            render: token => h(TimeText, { at: token.lastUsedAt }),
        },
        {
            key: 'expires',
            title: t('expires'),
            sort: token => token.expiresAt,
            width: 120,
            render: token => {
                if (expired(token)) return h(StatusTag, { state: 'expired', tone: 'idle', label: t('token.expired') })
                return token.expiresAt ? h(TimeText, { at: token.expiresAt }) : t('never')
            },
        },
        {
            key: 'acts',
            title: sayAny(shared, 'acts'),
            width: 96,
            align: 'right',
            render: token =>
                h(ConfirmAction, {
                    size: 'tiny',
                    danger: true,
                    label: t('token.revoke'),
                    title: `${t('token.revoke')}: ${token.name}`,
                    text: t('token.revoke.text', { name: token.name }),
                    command: {
                        cli: `token revoke ${token.id}`,
                        api: { method: 'DELETE', path: `/tokens/${token.id}` },
                    },
                    run: () => send('DELETE', `/tokens/${token.id}`),
                    done: t('token.revoked', { name: token.name }),
                    subject: `token:${token.id}`,
                    onDone: changed,
                }),
        },
    ]
}
