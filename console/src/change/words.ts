import { defineWords } from '@/ui/locale'

export const words = defineWords({
    what: { en: 'What', zh: '操作' },
    about: { en: 'About', zh: '对象' },
    who: { en: 'Who', zh: '操作者' },
    when: { en: 'When', zh: '时间' },
    changes: { en: 'Changes', zh: '变更' },
    'changes.empty': { en: 'No changes', zh: '没有变更' },
})
