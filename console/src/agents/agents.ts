import type { components } from '@generated/schema'

export type AgentRelease = components['schemas']['AgentRelease']

/** Which versions of the agent a node follows. */
export const channels = ['Release', 'Beta', 'Develop']
