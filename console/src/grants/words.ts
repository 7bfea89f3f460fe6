import { defineWords } from '@/ui/locale'

export const words = defineWords({
    apps: { en: 'Apps', zh: '应用' },
    title: { en: 'Grants', zh: '调用授权' },
    text: {
        en: 'Apps of one project can call each other. A call to another project needs a grant.',
        zh: '同一项目内的应用可以互相调用，跨项目调用需要授权。',
    },
    search: { en: 'Search grants', zh: '搜索授权' },
    empty: { en: 'No grants', zh: '没有授权' },
    'empty.hint': {
        en: 'Create one when an app calls a service of another project.',
        zh: '当应用需要调用其他项目的服务时，请创建授权。',
    },
    consumer: { en: 'Caller', zh: '调用方' },
    'consumer.hint': { en: 'Name of the app that calls.', zh: '发起调用的应用名称。' },
    provider: { en: 'Called app', zh: '被调用方' },
    'provider.hint': {
        en: 'Name of the app that is called. Needs the role Admin in its project.',
        zh: '被调用的应用名称，需要其所在项目的“管理员”角色。',
    },
    same: { en: 'An app can call itself without a grant.', zh: '应用调用自身无需授权。' },
    elsewhere: { en: 'another project', zh: '其他项目' },
    note: { en: 'Note', zh: '备注' },
    by: { en: 'Granted by', zh: '授权人' },
    at: { en: 'Granted', zh: '授权时间' },
    new: { en: 'Create grant', zh: '创建授权' },
    'new.text': {
        en: 'The caller receives tokens for all services of the called app.',
        zh: '调用方将获得访问被调用方全部服务的令牌。',
    },
    made: { en: '{consumer} can call {provider}', zh: '{consumer} 可以调用 {provider}' },
    remove: { en: 'Remove grant', zh: '移除授权' },
    'remove.title': {
        en: 'Remove the grant of {consumer} for {provider}?',
        zh: '移除 {consumer} 对 {provider} 的授权？',
    },
    'remove.text': {
        en: 'Tokens that {consumer} holds for it end immediately, and its calls are rejected.',
        zh: '{consumer} 持有的相关令牌立即失效，其调用会被拒绝。',
    },
    removed: { en: '{consumer} can no longer call {provider}', zh: '{consumer} 不能再调用 {provider}' },
    tokens: { en: 'Revoke service tokens', zh: '吊销服务令牌' },
    'tokens.title': { en: 'Revoke all service tokens of {name}?', zh: '吊销 {name} 的全部服务令牌？' },
    'tokens.text': {
        en: 'All tokens issued to it until now end. Its instances fetch new ones by themselves; to stop them, disable the app or revoke its keys.',
        zh: '此前签发给它的令牌全部失效。其实例会自动获取新令牌；如需阻止，请禁用应用或吊销其密钥。',
    },
    'tokens.done': { en: 'Service tokens of {name} revoked', zh: '{name} 的服务令牌已吊销' },
})
