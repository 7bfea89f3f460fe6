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
