import { defineWords } from '@/ui/locale'

/** Of what stands between a draft and a release for all: the check, the time, some instances first. */
export const words = defineWords({
    'check.wait': { en: 'Checking', zh: '检查中' },
    'check.problems': {
        en: '{n} problem: this cannot be published | {n} problems: this cannot be published',
        zh: '{n} 个问题，无法发布',
    },
    'check.file': {
        en: 'File {file} of {deployment}, {n} placement | File {file} of {deployment}, {n} placements',
        zh: '{deployment} 的文件 {file}，{n} 个部署位置',
    },
    'check.effects': { en: 'Changes for running instances', zh: '运行中实例的变化' },
    'check.effect': {
        en: '{n} instance of {app} receives these values | {n} instances of {app} receive these values',
        zh: '{app} 的 {n} 个实例将收到这些值',
    },
    'check.effect.scope': {
        en: '{n} instance of {app} in scope {scope} receives these values | {n} instances of {app} in scope {scope} receive these values',
        zh: '{app} 在环境 {scope} 的 {n} 个实例将收到这些值',
    },
    'check.none': { en: 'No running instance receives other values.', zh: '运行中的实例收到的值没有变化。' },

    'plan.at': { en: 'Publish at', zh: '发布时间' },
    'plan.at.hint': {
        en: 'Empty: now. Otherwise the draft is published as it is at that time.',
        zh: '留空表示立即发布。否则在该时间按当时的草稿发布。',
    },
    'plan.at.wrong': { en: 'Select a future time, within a year.', zh: '请选择一年内的未来时间。' },
    schedule: { en: 'Schedule', zh: '定时发布' },
    'schedule.done': { en: 'Publish of {app} scheduled', zh: '{app} 已设定定时发布' },
    'plan.for': { en: 'Publish scheduled for', zh: '定时发布：' },
    'plan.cancel': { en: 'Cancel schedule', zh: '取消定时' },
    'plan.cancel.title': { en: 'Cancel the scheduled publish?', zh: '取消定时发布？' },
    'plan.cancel.text': { en: 'The draft is not affected.', zh: '草稿不受影响。' },
    'plan.cancel.done': { en: 'Scheduled publish canceled', zh: '已取消定时发布' },

    gray: { en: 'Gray release', zh: '灰度发布' },
    'gray.title': {
        en: 'Publish the draft of {app} to some instances first?',
        zh: '先将 {app} 的草稿发布到部分实例？',
    },
    'gray.text': {
        en: 'The other instances keep the live values until you publish it for all or withdraw it.',
        zh: '其他实例保持已发布的值，直到全部发布或撤回。',
    },
    'gray.done': { en: 'Gray release of {app} started', zh: '{app} 的灰度发布已开始' },
    'gray.percent': { en: 'Percentage of all instances', zh: '全部实例的百分比' },
    'gray.percent.hint': { en: 'Raising it later only adds instances.', zh: '之后调高只会增加实例。' },
    'gray.nodes': { en: 'Nodes', zh: '节点' },
    'gray.labels': { en: 'Node labels', zh: '节点标签' },
    'gray.labels.hint': { en: 'A node needs all of them.', zh: '节点需具备全部标签。' },
    'gray.labels.wrong': {
        en: 'Enter labels as zone=east, separated by commas.',
        zh: '请按 zone=east 的形式填写，用逗号分隔。',
    },
    'gray.instances': { en: 'Instances', zh: '实例' },
    'gray.find': { en: 'Search', zh: '搜索' },
    'gray.empty': { en: 'No instance is logged in. Enter a percentage.', zh: '没有已登录的实例，请填写百分比。' },
    'gray.named': {
        en: '{n} of {of} running instances selected by name or node',
        zh: '按名称或节点已选 {n} / {of} 个运行中的实例',
    },
    'gray.has': {
        en: '{n} running instance has the gray release | {n} running instances have the gray release',
        zh: '{n} 个运行中的实例已收到灰度版本',
    },
    'gray.to.percent': { en: '{n}% of all instances', zh: '全部实例的 {n}%' },
    'gray.to.nodes': { en: 'Nodes: {names}', zh: '节点：{names}' },
    'gray.to.labels': { en: 'Nodes with {names}', zh: '具有标签 {names} 的节点' },
    'gray.to.placements': { en: 'Placements: {names}', zh: '部署位置：{names}' },
    'gray.held': { en: 'Rollout #{id} publishes it when it is done.', zh: '发布 #{id} 完成后会全部发布。' },
    'gray.carried': { en: 'From rollout #{id}', zh: '来自发布 #{id}' },
    'gray.to.clients': { en: 'Instances: {names}', zh: '实例：{names}' },
    'gray.diff': { en: '{n} change | {n} changes', zh: '{n} 项变更' },
    'gray.edit': { en: 'Change instances', zh: '调整范围' },
    'gray.edit.title': { en: 'Change the instances of the gray release of {app}?', zh: '调整 {app} 的灰度范围？' },
    'gray.edit.text': {
        en: 'Instances that are no longer selected receive the live values again.',
        zh: '不再选中的实例会恢复为已发布的值。',
    },
    'gray.edit.done': { en: 'Instances of the gray release changed', zh: '灰度范围已调整' },
    'gray.promote': { en: 'Publish for all', zh: '全部发布' },
    'gray.promote.title': {
        en: 'Publish the gray release of {app} for all instances?',
        zh: '将 {app} 的灰度版本发布到全部实例？',
    },
    'gray.promote.done': { en: 'Gray release of {app} published for all', zh: '{app} 的灰度版本已全部发布' },
    'gray.message.hint': { en: 'Empty: the message of the gray release.', zh: '留空则使用灰度版本的说明。' },
    'gray.withdraw': { en: 'Withdraw', zh: '撤回' },
    'gray.withdraw.title': { en: 'Withdraw the gray release of {app}?', zh: '撤回 {app} 的灰度版本？' },
    'gray.withdraw.text': {
        en: 'All instances receive the live values again. Its edits return to the draft, except for keys that were edited since then.',
        zh: '所有实例恢复为已发布的值。其修改回到草稿，此后又编辑过的键除外。',
    },
    'gray.withdraw.done': { en: 'Gray release of {app} withdrawn', zh: '{app} 的灰度版本已撤回' },
    'gray.tag': { en: 'Gray', zh: '灰度' },
})
