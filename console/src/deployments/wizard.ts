export type StepName = 'basics' | 'package' | 'publish'

const order: StepName[] = ['basics', 'package', 'publish']

/** The step that the address asks for, or the last one that what is done allows. */
export function allowedStep(wanted: unknown, deployment: number | undefined, release: number | undefined): StepName {
    if (deployment === undefined) return 'basics'
    return release !== undefined && wanted !== 'package' ? 'publish' : 'package'
}

export function stepsOf(now: StepName): { name: StepName; state: 'past' | 'now' | 'ahead' }[] {
    const at = order.indexOf(now)
    return order.map((name, index) => ({ name, state: index < at ? 'past' : index === at ? 'now' : 'ahead' }))
}
