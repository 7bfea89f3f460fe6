import { describe, expect, it } from 'vitest'
import { labelTexts, parseLabels } from './node'

describe('labels', () => {
    it('are read as people type them', () => {
        expect(parseLabels(' zone=east, gpu ,url=http://a?b=c\n,')).toEqual({
            zone: 'east',
            gpu: '',
            url: 'http://a?b=c',
        })
    })

    it('come back as they were typed', () => {
        expect(labelTexts({ zone: 'east', gpu: '' })).toEqual(['zone=east', 'gpu'])
        expect(labelTexts(undefined)).toEqual([])
    })
})
