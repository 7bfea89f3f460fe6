import { h } from 'vue'
import { RouterLink } from 'vue-router'
import DurationText from '@/ui/DurationText.vue'
import type { Column } from '@/ui/list'
import { say, sayAny } from '@/ui/locale'
import StatusTag from '@/ui/StatusTag.vue'
import TimeText from '@/ui/TimeText.vue'
import type { RolloutSummary } from './rollouts'
import { totalOf } from './timeline'
import { words } from './words'

const t = say(words)

export const rolloutLink = (row: RolloutSummary) => `/deployments/${row.deploymentId}/rollouts/${row.id}`

function progress(row: RolloutSummary) {
    const total = totalOf(row.placements)
    const batches = row.batches ?? 1
    return [
        h('span', { class: 'figures block' }, t('of.ready', { n: row.placements.ready, total })),
        batches > 1
            ? h(
                  'span',
                  { class: 'faint figures small' },
                  t('batchOf', { n: Math.min(batches, (row.currentBatch ?? 0) + 1), of: batches }),
              )
            : null,
    ]
}

/** `Failed, rolled back by #13`; undefined where the state's own word says it all. */
export function standingLabel(row: Pick<RolloutSummary, 'status' | 'revertedBy'>): string | undefined {
    if (row.status === 'running') return t('part.working')
    return row.status === 'failed' && row.revertedBy ? t('failed.undone', { id: row.revertedBy }) : undefined
}

/** The columns of a list of rollouts; with the deployment's name where there are several. */
export function rolloutColumns(name?: (row: RolloutSummary) => string): Column<RolloutSummary>[] {
    const version: Column<RolloutSummary> = {
        key: 'version',
        title: t('version'),
        sort: row => row.version,
        minWidth: 120,
        narrow: name ? undefined : 'title',
        render: row =>
            name
                ? h('span', { class: 'breaks' }, row.version)
                : h(RouterLink, { to: rolloutLink(row), class: 'strong breaks' }, () => row.version),
    }
    return [
        ...(name
            ? [
                  {
                      key: 'deployment',
                      title: t('deployment'),
                      sort: (row: RolloutSummary) => name(row),
                      minWidth: 140,
                      narrow: 'title' as const,
                      render: (row: RolloutSummary) =>
                          h(RouterLink, { to: rolloutLink(row), class: 'strong breaks' }, () => name(row)),
                  },
              ]
            : []),
        version,
        {
            key: 'kind',
            title: t('kind'),
            sort: row => sayAny(words, `rollout.${row.kind}`, row.kind),
            width: 100,
            render: row => sayAny(words, `rollout.${row.kind}`, row.kind),
        },
        {
            key: 'status',
            title: t('state'),
            sort: row => row.status,
            width: 170,
            render: row =>
                h(StatusTag, {
                    state: row.status,
                    tone: row.status === 'running' ? 'busy' : undefined,
                    label: standingLabel(row),
                }),
        },
        { key: 'nodes', title: t('nodes'), sort: row => totalOf(row.placements), width: 140, render: progress },
        {
            key: 'by',
            title: t('by'),
            sort: row => row.createdBy,
            width: 110,
            render: row => h('span', { class: 'breaks' }, row.createdBy),
        },
        {
            key: 'took',
            title: t('took'),
            sort: row => row.finishedAt && row.finishedAt - row.createdAt,
            width: 100,
            align: 'right',
            render: row =>
                h(DurationText, {
                    ms: row.finishedAt && Math.max(0, row.finishedAt - Math.max(row.createdAt, row.startAt ?? 0)),
                }),
        },
        {
            key: 'at',
            title: t('begun'),
            sort: row => row.startAt ?? row.createdAt,
            width: 130,
            render: row => h(TimeText, { at: row.startAt ?? row.createdAt }),
        },
    ]
}
