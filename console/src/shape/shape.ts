import type { Deployment, Fields, Mode, Probe } from './deployment'
import { changed } from './cli'
import { environmentEdit, rowsOf, type Variable } from './environment'
import { offeredOf, offeredRows, type Offered } from './offered'
import { noProbe } from './probe'
import { templateRows, templatesOf, type TemplateRow } from './template'

/** What of a deployment is edited, with a value for every field. */
export interface Shape {
    name: string
    displayName: string
    enabled: boolean
    mode: Mode
    fileName: string
    arguments: string
    workingDirectory: string
    userName: string
    environment: Variable[]
    port: number
    maxMemory: number
    healthCheck: string
    priority: number
    oomScoreAdjust: number
    allowMultiple: boolean
    autoStop: boolean
    reloadOnChange: boolean
    reloadPatterns: string
    keep: string
    reloadCommand: string
    /** Empty: chosen by the kind of app; `none`: none. */
    portArgument: string
    stopWait: number
    drainWait: number
    ramp: number
    overlapPort: number
    multiVersion: boolean
    /** What its processes offer to other apps. */
    services: Offered[]
    /** Files that are made of the app's config. */
    templates: TemplateRow[]
    onConfig: NonNullable<Fields['onConfig']>
    /** Log files that the app writes, which agents send. */
    logFiles: string
    readiness: Probe | null
    liveness: Probe | null
}

export function shapeOf(one: Deployment): Shape {
    return {
        name: one.name,
        displayName: one.displayName ?? '',
        enabled: one.enabled,
        mode: one.mode,
        fileName: one.fileName ?? '',
        arguments: one.arguments ?? '',
        workingDirectory: one.workingDirectory ?? '',
        userName: one.userName ?? '',
        environment: rowsOf(one.environment),
        port: one.port,
        maxMemory: one.maxMemory,
        healthCheck: one.healthCheck ?? '',
        priority: one.priority,
        oomScoreAdjust: one.oomScoreAdjust,
        allowMultiple: one.allowMultiple,
        autoStop: one.autoStop,
        reloadOnChange: one.reloadOnChange,
        reloadPatterns: one.reloadPatterns ?? '',
        keep: one.keep ?? '',
        reloadCommand: one.reloadCommand ?? '',
        portArgument: one.portArgument ?? '',
        stopWait: one.stopWait ?? 0,
        drainWait: one.drainWait ?? -1,
        ramp: one.ramp ?? 0,
        overlapPort: one.overlapPort ?? 0,
        multiVersion: one.multiVersion ?? false,
        services: offeredRows(one.services),
        templates: templateRows(one.templates),
        onConfig: one.onConfig ?? 'restart',
        logFiles: one.logFiles ?? '',
        readiness: one.readiness ?? null,
        liveness: one.liveness ?? null,
    }
}

/** What an edit sends: only what differs; a probe that is taken away is one of the kind `none`. */
export function shapeEdit(before: Shape, after: Shape): Partial<Fields> {
    const { readiness, liveness, environment, services, templates, ...rest } = changed(before, after)
    return {
        ...rest,
        ...(environment ? environmentEdit(before.environment, environment) : {}),
        ...(services ? { services: offeredOf(services) } : {}),
        ...(templates ? { templates: templatesOf(templates) } : {}),
        ...(readiness === undefined ? {} : { readiness: readiness ?? noProbe }),
        ...(liveness === undefined ? {} : { liveness: liveness ?? noProbe }),
    }
}
