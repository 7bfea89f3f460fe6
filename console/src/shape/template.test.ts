import { describe, expect, test } from 'vitest'
import { shapeOptions } from './cli'
import { newTemplate, templateRows, templatesOf, wrongTemplate } from './template'

const one = { template: 'conf/app.yml.tpl', file: 'conf/app.yml' }

describe('the templates of a deployment', () => {
    test('go there and back, without what is empty', () => {
        expect(templatesOf(templateRows([one]))).toEqual([one])
        expect(templatesOf([newTemplate(), { template: ' a ', file: ' b ' }])).toEqual([{ template: 'a', file: 'b' }])
        expect(templateRows(undefined)).toEqual([])
    })

    test('tell what cannot be kept', () => {
        expect(wrongTemplate(one, [one])).toBeUndefined()
        expect(wrongTemplate(newTemplate())).toBeUndefined()
        expect(wrongTemplate({ ...one, template: '' })).toBe('template')
        for (const path of ['', '/etc/passwd', '../x', 'a//b', 'a/./b', 'C:/x', 'a\\b', 'a/']) {
            expect(wrongTemplate({ ...one, file: path }), path).toBe('file')
        }
        expect(wrongTemplate(one, [one, { template: 'x', file: 'conf/APP.yml' }])).toBe('twice')
    })

    test('have words of the command line', () => {
        expect(shapeOptions({ templates: [one], onConfig: 'reload' })).toBe(
            ' --on-config reload --template conf/app.yml.tpl=conf/app.yml',
        )
        expect(shapeOptions({ templates: [] })).toBe(" --template ''")
    })
})
