export type StepName = 'basics' | 'package' | 'run' | 'nodes'

const order: StepName[] = ['basics', 'package', 'run', 'nodes']

/** The step that the address asks for, or the last one that what is done allows. */
export function allowedStep(wanted: unknown, deployment: number | undefined, release: number | undefined): StepName {
    if (deployment === undefined) return 'basics'
    const step = order.find(one => one === wanted) ?? 'package'
    if (step === 'basics') return 'package'
    if (step === 'nodes' && release === undefined) return 'package'
    return step
}

export function stepsOf(now: StepName): { name: StepName; state: 'past' | 'now' | 'ahead' }[] {
    const at = order.indexOf(now)
    return order.map((name, index) => ({ name, state: index < at ? 'past' : index === at ? 'now' : 'ahead' }))
}
