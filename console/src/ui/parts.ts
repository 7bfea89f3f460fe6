import { defineWords } from './locale'

/** Words of the parts that pages of one thing share. */
export const partWords = defineWords({
    what: { en: 'What', zh: '操作' },
    about: { en: 'About', zh: '对象' },
    who: { en: 'Who', zh: '操作者' },
    when: { en: 'When', zh: '时间' },
    changes: { en: 'Changes', zh: '变更' },
    'changes.empty': { en: 'No changes', zh: '没有变更' },
})
