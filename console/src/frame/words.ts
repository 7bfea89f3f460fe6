import { defineWords } from '@/ui/locale'

export const words = defineWords({
    skip: { en: 'Skip to the content', zh: '跳到内容' },
    menu: { en: 'Menu', zh: '菜单' },
    nav: { en: 'Main navigation', zh: '主导航' },
    find: { en: 'Find or do…', zh: '查找或执行…' },
    project: { en: 'Project', zh: '项目' },
    'project.all': { en: 'All projects', zh: '所有项目' },
    language: { en: '中文', zh: 'English' },
    'language.label': { en: '切换到中文', zh: 'Switch to English' },
    theme: { en: 'Theme', zh: '主题' },
    'theme.light': { en: 'Light', zh: '浅色' },
    'theme.dark': { en: 'Dark', zh: '深色' },
    'theme.system': { en: 'System', zh: '跟随系统' },
    signIn: { en: 'Sign in', zh: '登录' },
    'signIn.name': { en: 'Name', zh: '用户名' },
    'signIn.password': { en: 'Password', zh: '密码' },
    'signIn.hint': {
        en: 'Deploys, guards and shows what runs on your machines.',
        zh: '部署、守护并展示您机器上运行的一切。',
    },
    signOut: { en: 'Sign out', zh: '退出登录' },
    absent: { en: 'Not found', zh: '页面不存在' },
    'absent.text': {
        en: 'There is nothing at this address, or you may not see it.',
        zh: '此地址没有内容，或您无权查看。',
    },
    'absent.back': { en: 'To the start page', zh: '返回首页' },
    'line.lost': {
        en: 'Live updates are interrupted since {time}. What you see may be old.',
        zh: '实时更新自 {time} 起中断，页面内容可能已过时。',
    },
    'line.gone': {
        en: 'The server does not answer since {time}. What you see is from before.',
        zh: '服务器自 {time} 起没有响应，页面内容为此前的数据。',
    },
    'line.retry': { en: 'Try now', zh: '立即重试' },
})
