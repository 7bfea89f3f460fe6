import { access } from './access/feature'
import { agents } from './agents/feature'
import { apps } from './apps/feature'
import { changes } from './changes/feature'
import { commands } from './commands/feature'
import { config } from './config/feature'
import { deployments } from './deployments/feature'
import { enrolment } from './enrolment/feature'
import type { Feature } from './frame/feature'
import { grants } from './grants/feature'
import { logs } from './logs/feature'
import { nodes } from './nodes/feature'
import { overview } from './overview/feature'
import { placements } from './placements/feature'
import { rollouts } from './rollouts/feature'
import { services } from './services/feature'

/** Every feature of the console; a new one is a folder and a line here. */
export const features: Feature[] = [
    overview,
    apps,
    nodes,
    enrolment,
    commands,
    agents,
    deployments,
    rollouts,
    services,
    config,
    logs,
    grants,
    placements,
    changes,
    access,
]
