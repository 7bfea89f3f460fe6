import { defineWords } from '@/ui/locale'

export const words = defineWords({
    remove: { en: 'Delete', zh: '删除' },
    'remove.title': { en: 'Delete {name}?', zh: '删除 {name}？' },
    'remove.text': {
        en: 'Its commands and events are deleted too, and its agent must join again.',
        zh: '节点的命令与事件一并删除，Agent 需要重新接入。',
    },
    'remove.placed': {
        en: 'Stop {n} placement and delete its files first | Stop {n} placements and delete their files first',
        zh: '先停止 {n} 个部署位置并删除其文件',
    },
    'remove.gone': {
        en: 'Forget {n} placement. If that server still runs, its apps run on and cannot be stopped from here | Forget {n} placements. If that server still runs, its apps run on and cannot be stopped from here',
        zh: '忽略 {n} 个部署位置。若该服务器仍在运行，其上的应用将继续运行，且无法从这里停止',
    },
    'remove.begun': { en: '{name} is removed once its apps are stopped', zh: '应用停止后将删除 {name}' },
    'remove.done': { en: '{name} deleted', zh: '已删除 {name}' },
    // Some of them
    'nodes.find': { en: 'Find a node', zh: '查找节点' },
    'nodes.none': { en: 'No matching nodes.', zh: '没有匹配的节点。' },
    'nodes.noneAtAll': { en: 'No nodes yet.', zh: '还没有节点。' },
    'nodes.add': { en: 'Add a node', zh: '添加节点' },
    'nodes.chosen': { en: '{n} selected', zh: '已选 {n} 个' },
    'nodes.all': { en: 'Select all online', zh: '全选在线节点' },
    'nodes.clear': { en: 'Clear', zh: '清空' },
})
