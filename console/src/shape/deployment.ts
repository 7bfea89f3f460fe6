import { send } from '@/api/client'
import type { components } from '@generated/schema'

export type Deployment = components['schemas']['Deployment']
export type Fields = components['schemas']['DeploymentFields']
export type Probe = components['schemas']['Probe']
export type Mode = Deployment['mode']

export const modes: Mode[] = ['standard', 'shadow', 'hosted', 'task']

export function showDeployment(id: number, signal?: AbortSignal): Promise<Deployment> {
    return send('GET', `/deployments/${id}`, { signal })
}

/** What runs: `1.2.0 × 1, 1.0.0 × 2`; the version chosen last when nothing does. */
export function versionsText(one: Pick<Deployment, 'version' | 'versions'>): string | undefined {
    const [only] = one.versions
    if (one.versions.length < 2) return only?.version ?? one.version
    return one.versions.map(each => `${each.version} × ${each.count}`).join(', ')
}
