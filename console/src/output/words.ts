import { defineWords } from '@/ui/locale'

export const words = defineWords({
    lastOutput: { en: 'Logs', zh: '日志' },
    follow: { en: 'Follow', zh: '跟随' },
    pause: { en: 'Pause', zh: '暂停' },
    wrap: { en: 'Wrap lines', zh: '自动换行' },
    copyAll: { en: 'Copy', zh: '复制' },
    copied: { en: 'Copied', zh: '已复制' },
    download: { en: 'Download', zh: '下载' },
    level: { en: 'Level', zh: '级别' },
    'level.any': { en: 'All levels', zh: '全部级别' },
    'level.warn': { en: 'Warnings and errors', zh: '警告和错误' },
    'level.error': { en: 'Errors', zh: '错误' },
    find: { en: 'Search logs', zh: '搜索日志' },
    hits: { en: '{n} line | {n} lines', zh: '{n} 行' },
    quiet: { en: 'No output yet.', zh: '尚无输出。' },
    lost: { en: 'Earlier lines were rotated out.', zh: '更早的内容已被轮转清理。' },
    toEnd: { en: 'Jump to end', zh: '跳到末尾' },
    'paused.n': { en: 'paused', zh: '已暂停' },
    live: { en: 'live', zh: '实时' },
})
