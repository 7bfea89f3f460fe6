import { defineWords } from '@/ui/locale'

export const words = defineWords({
    touched: { en: 'Not saved yet', zh: '尚未保存' },
    unchanged: { en: 'No changes', zh: '没有修改' },
    discard: { en: 'Discard', zh: '放弃修改' },

    allow: { en: 'Allowed addresses', zh: '允许的地址' },
    deny: { en: 'Denied addresses', zh: '拒绝的地址' },
    'deny.hint': { en: 'They win over the allowed ones.', zh: '优先于允许的地址。' },
    'address.wrong': {
        en: '{entry} is not an address (expected: 10.0.0.0/8 or 10.0.*)',
        zh: '{entry} 不是地址（应为 10.0.0.0/8 或 10.0.*）',
    },
})
