import type { components } from '@generated/schema'

export type Rollout = components['schemas']['Rollout']
export type RolloutSummary = components['schemas']['RolloutSummary']
export type RolloutStatus = Rollout['status']
export type Part = components['schemas']['RolloutPart']
export type Plan = components['schemas']['RolloutPlan']
export type CarriedConfig = components['schemas']['RolloutConfig']
export type InstanceConfig = components['schemas']['InstanceConfig']
export type PlanNode = components['schemas']['PlannedNode']
