import { defineWords } from '@/ui/locale'

export const words = defineWords({
    title: { en: 'Changes', zh: '变更' },
    search: { en: 'Search changes', zh: '搜索变更' },
    what: { en: 'What', zh: '操作' },
    subject: { en: 'Subject', zh: '对象' },
    who: { en: 'Who', zh: '操作者' },
    when: { en: 'When', zh: '时间' },
    empty: { en: 'Nothing has changed yet', zh: '还没有变更' },
    'empty.hint': { en: 'Everything that people do leaves a line here.', zh: '人员的每个操作都会在此留下一行记录。' },
})
