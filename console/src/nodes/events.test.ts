import { afterEach, expect, it } from 'vitest'
import { speak } from '@/ui/locale'
import { eventName, eventText } from './events'
import type { NodeEvent } from './nodes'

afterEach(() => speak('en'))

it('a crash is named as one, with its reason in the reader’s language', () => {
    const crash: NodeEvent = {
        id: 1,
        at: 1,
        type: 'crashed',
        name: 'shop-web',
        remark: 'exited with code 3 after 1.0 s',
        why: [{ code: 'exited', data: { code: '3', lived: '1000' } }],
    }
    expect(eventName(crash)).toBe('shop-web crashed')
    expect(eventText(crash)).toContain('exited with code 3')
    speak('zh')
    expect(eventName(crash)).toBe('shop-web 崩溃')
    expect(eventText(crash)).toMatch(/^以退出码 3 |退出码 3/)
    expect(eventText({ ...crash, why: undefined })).toBe('exited with code 3 after 1.0 s')
})

it('other events keep the name and the words of their agent', () => {
    const other: NodeEvent = { id: 1, at: 1, type: 'info', name: 'backup', remark: 'done' }
    expect(eventName(other)).toBe('backup')
    expect(eventText(other)).toBe('done')
})
