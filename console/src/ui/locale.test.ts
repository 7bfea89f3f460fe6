import { expect, it } from 'vitest'
import { defineWords, say } from './locale'

it('quantities are written as the language does, numbers that name a thing as they are', () => {
    const t = say(
        defineWords({
            count: { en: '{n} file | {n} files', zh: '{n} 个文件' },
            name: { en: 'port {port} of process {pid}, #{id}, exit {code}', zh: '' },
        }),
    )

    expect(t('count', { n: 9377 })).toBe('9,377 files')
    expect(t('name', { port: 9377, pid: 123456, id: 1204, code: 3221225786 })).toBe(
        'port 9377 of process 123456, #1204, exit 3221225786',
    )
})
