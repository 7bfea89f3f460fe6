import { expect, it } from 'vitest'
import { allowedStep, stepsOf } from './wizard'

it('the wizard begins with the name, whatever the address asks for', () => {
    expect(allowedStep('nodes', undefined, undefined)).toBe('basics')
})

it('the wizard goes on where it was, but publishes nothing that is not there', () => {
    expect(allowedStep('run', 7, undefined)).toBe('run')
    expect(allowedStep('nodes', 7, undefined)).toBe('package')
    expect(allowedStep('nodes', 7, 3)).toBe('nodes')
})

it('the name cannot be given twice', () => {
    expect(allowedStep('basics', 7, 3)).toBe('package')
    expect(allowedStep('<script>', 7, 3)).toBe('package')
})

it('stepsOf tells what is past and what is ahead', () => {
    expect(stepsOf('run').map(step => step.state)).toEqual(['past', 'past', 'now', 'ahead'])
})
