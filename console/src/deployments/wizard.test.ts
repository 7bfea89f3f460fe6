import { expect, it } from 'vitest'
import { clashes } from './clash'
import { allowedStep, stepsOf } from './wizard'

it('the wizard begins with the name, whatever the address asks for', () => {
    expect(allowedStep('nodes', undefined, undefined)).toBe('basics')
})

it('the wizard goes on where it was, but publishes nothing that is not there', () => {
    expect(allowedStep('publish', 7, undefined)).toBe('package')
    expect(allowedStep('publish', 7, 3)).toBe('publish')
    expect(allowedStep('package', 7, 3)).toBe('package')
    expect(allowedStep(undefined, 7, 3)).toBe('publish')
})

it('the name cannot be given twice', () => {
    expect(allowedStep('basics', 7, undefined)).toBe('package')
    expect(allowedStep('<script>', 7, undefined)).toBe('package')
})

it('stepsOf tells what is past and what is ahead', () => {
    expect(stepsOf('package').map(step => step.state)).toEqual(['past', 'now', 'ahead'])
})

it('a port is taken by who has it on the same node, by itself or by the deployment', () => {
    const there = (deploymentId: number, port: number, fields: object = {}) => ({
        deploymentId,
        deployName: `app${deploymentId}`,
        nodeName: 'web1',
        port,
        enabled: true,
        desired: { state: 'running', revision: 1, restarts: 0, reinstalls: 0 } as const,
        ...fields,
    })
    const deployments = [
        { id: 1, port: 8080 },
        { id: 2, port: 8080 },
        { id: 3, port: 0 },
    ]
    const found = clashes(8080, 1, deployments, [
        there(1, 0),
        there(2, 0),
        there(2, 9090),
        there(3, 8080),
        there(3, 8080, { enabled: false }),
    ])
    expect(found).toEqual([
        { name: 'app2', node: 'web1' },
        { name: 'app3', node: 'web1' },
    ])
})
