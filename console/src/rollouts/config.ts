import { say } from '@/ui/locale'
import type { CarriedConfig, InstanceConfig } from './rollouts'
import { words } from './words'

const t = say(words)

/** What a rollout carries: the draft, an old release, or the reverse of one. */
export function carriedText(config: CarriedConfig): string {
    const n = config.changes
    if (config.undoes !== undefined) return t('config.undoes', { number: config.undoes, n })
    if (config.of !== undefined) return t('config.of', { number: config.of, n })
    return t('config.draft', { n })
}

/** Which config a process has; undefined where none is logged in. */
export function heldText(instances: InstanceConfig[]): string | undefined {
    const told = instances.map(one =>
        one.release === undefined
            ? t('config.unasked')
            : t(one.gray ? 'config.heldGray' : 'config.held', { number: one.release }),
    )
    return told.length ? [...new Set(told)].join(', ') : undefined
}
