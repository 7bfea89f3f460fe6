import { defineWords } from '@/ui/locale'

export const words = defineWords({
    records: { en: 'Records', zh: '记录' },
    message: { en: 'Message', zh: '消息' },
    'record.open': { en: 'Open', zh: '展开' },
    'record.close': { en: 'Close', zh: '收起' },
    'record.more': { en: '+{n} line | +{n} lines', zh: '另有 {n} 行' },
    context: { en: 'Show context', zh: '显示上下文' },
    'context.of': { en: 'Around this record: {name}', zh: '此记录的上下文：{name}' },
    'context.earlier': { en: 'Load earlier', zh: '加载更早的记录' },
    'context.later': { en: 'Load later', zh: '加载更晚的记录' },
    'copy.value': { en: 'Copy {name}', zh: '复制 {name}' },
    'copy.text': { en: 'Copy text', zh: '复制文本' },
    'copy.json': { en: 'Copy JSON', zh: '复制 JSON' },
    'copy.link': { en: 'Copy link', zh: '复制链接' },
    trace: { en: 'All records of this trace', zh: '此链路的所有记录' },

    count: { en: 'Records', zh: '记录数' },
    share: { en: 'Share', zh: '占比' },
    pattern: { en: 'Pattern', zh: '模式' },
    new: { en: 'NEW', zh: '新' },
    'patterns.none': { en: 'No patterns', zh: '没有模式' },
    'patterns.none.hint': {
        en: 'There are no records in this search. Extend the time range or remove a term.',
        zh: '本次搜索没有记录，请扩大时间范围或减少条件。',
    },
    'patterns.about': {
        en: 'Messages that differ only in numbers and ids count as one. For one app, patterns that are new since its last rollout are marked.',
        zh: '仅数字和标识不同的消息归为一类。选择单个应用时，会标出自上次发布以来新出现的模式。',
    },
    'patterns.since': {
        en: '{n} new since the rollout of {time}: not seen in the 7 days before.',
        zh: '自 {time} 的发布以来新出现 {n} 个，此前 7 天内未出现过。',
    },
    'patterns.partly': { en: 'Not all records were counted in time.', zh: '未能在时限内统计全部记录。' },
    'patterns.others': { en: '(all others)', zh: '（其他）' },
    'patterns.search': { en: 'Search for {phrase}', zh: '搜索 {phrase}' },
})
