import { defineWords } from '@/ui/locale'

export const words = defineWords({
    range: { en: 'Time range', zh: '时间范围' },
    'last.15m': { en: 'Last 15 minutes', zh: '最近 15 分钟' },
    'last.1h': { en: 'Last hour', zh: '最近 1 小时' },
    'last.6h': { en: 'Last 6 hours', zh: '最近 6 小时' },
    'last.1d': { en: 'Last day', zh: '最近 1 天' },
    'last.7d': { en: 'Last 7 days', zh: '最近 7 天' },
    custom: { en: 'Custom range', zh: '自定义范围' },
    from: { en: 'From', zh: '开始时间' },
    to: { en: 'To (empty: now)', zh: '结束时间（留空表示现在）' },
    out: { en: 'Zoom out', zh: '扩大时间范围' },
})
