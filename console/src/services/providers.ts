import { h } from 'vue'
import { RouterLink } from 'vue-router'
import { may } from '@/api/session'
import type { Column } from '@/ui/list'
import { say, sayAny } from '@/ui/locale'
import StatusTag from '@/ui/StatusTag.vue'
import TimeText from '@/ui/TimeText.vue'
import { words as shared } from '@/ui/words'
import ProviderActs from './ProviderActs.vue'
import { providerRank, providerState, providerTones, tagsOf, type Provider } from './services'
import { words } from './words'

const t = say(words)

const below = (client: string) => h('div', [h('code', { class: 'faint breaks' }, client)])

/** The columns of a table of providers, of one service or of one app; `project` is whose they are. */
export function providerColumns(
    of: 'service' | 'app',
    project: number,
    acted: (changed?: Provider) => void,
): Column<Provider>[] {
    const state = (row: Provider) => [
        h(StatusTag, {
            state: providerState(row),
            tone: providerTones[providerState(row)],
            label: t(`provider.${providerState(row)}`),
        }),
        row.healthResult ? h('div', { class: 'faint small breaks' }, row.healthResult) : null,
    ]
    return [
        of === 'app'
            ? {
                  key: 'service',
                  title: `${t('service')}, ${t('instance')}`,
                  sort: row => row.service,
                  text: row => `${row.service} ${row.client}`,
                  minWidth: 150,
                  narrow: 'title',
                  render: row => [
                      h(RouterLink, { to: `/services/${row.serviceId}`, class: 'breaks' }, () => row.service),
                      below(row.client),
                  ],
              }
            : {
                  key: 'app',
                  title: `${t('app')}, ${t('instance')}`,
                  sort: row => row.app,
                  text: row => `${row.app} ${row.client}`,
                  minWidth: 150,
                  narrow: 'title',
                  render: row => [
                      h(RouterLink, { to: `/apps/${row.appId}`, class: 'breaks' }, () => row.app),
                      below(row.client),
                  ],
              },
        {
            key: 'state',
            title: t('state'),
            sort: providerRank,
            text: row => t(`provider.${providerState(row)}`),
            width: 140,
            render: state,
        },
        {
            key: 'address',
            title: t('address'),
            sort: row => row.address,
            minWidth: 196,
            render: row => [
                h('code', { class: 'breaks' }, row.address),
                row.external ? h('div', { class: 'faint small breaks' }, row.external) : null,
            ],
        },
        {
            key: 'node',
            title: `${t('node')}, ${t('zone')}`,
            sort: row => row.node,
            text: row => `${row.node ?? ''} ${row.zone ?? ''}`,
            width: 116,
            render: row => [
                row.nodeId === undefined
                    ? row.zone
                        ? null
                        : '–'
                    : h(RouterLink, { to: `/nodes/${row.nodeId}` }, () => row.node ?? '–'),
                row.zone ? h('div', { class: 'faint' }, row.zone) : null,
            ],
        },
        { key: 'version', title: t('version'), sort: row => row.version, width: 88, render: row => row.version ?? '–' },
        {
            key: 'weight',
            title: t('weight'),
            sort: row => row.weight,
            width: 84,
            align: 'right',
            render: row => [
                h('span', { class: 'figures' }, String(row.weight)),
                row.weight === row.ownWeight
                    ? null
                    : h(
                          'div',
                          { class: 'faint small', title: t('weight.was.hint') },
                          t('weight.was', { n: row.ownWeight }),
                      ),
            ],
        },
        {
            key: 'tags',
            title: t('tags'),
            sort: row => row.tag,
            width: 110,
            render: row =>
                tagsOf(row.tag).length
                    ? h('span', { class: 'soft breaks' }, tagsOf(row.tag).join(', '))
                    : h('span', { class: 'faint' }, '–'),
        },
        {
            key: 'since',
            title: t('since'),
            sort: row => row.createdAt,
            width: 108,
            spare: true,
            render: row => h(TimeText, { at: row.createdAt }),
        },
        ...(may('operator', project)
            ? [
                  {
                      key: 'acts',
                      title: sayAny(shared, 'acts'),
                      width: 104,
                      align: 'right' as const,
                      render: (row: Provider) => h(ProviderActs, { provider: row, onDone: acted }),
                  },
              ]
            : []),
    ]
}
