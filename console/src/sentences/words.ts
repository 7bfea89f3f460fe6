import { defineWords } from '@/ui/locale'

/** What server and agents say without a code. The English is theirs, to the letter: by it a sentence is known. */
export const words = defineWords({
    // Warnings of a plan, and of a publish
    'says.nothing-here': {
        en: 'nothing to do: this release runs there; only files that were changed are put right',
        zh: '无需变更：该节点已在运行此版本，仅修复被改动的文件',
    },
    'says.nothing-anywhere': {
        en: 'nothing to do: this release runs everywhere; only files that were changed are put right',
        zh: '无需变更：所有节点都在运行此版本，仅修复被改动的文件',
    },
    'says.node-gone': { en: 'the node is gone', zh: '节点已不存在' },
    'says.node-away': {
        en: 'node {node} is not connected; it will be updated when it returns',
        zh: '节点 {node} 未连接，恢复后再更新',
    },
    'says.counts-failed': {
        en: '{why}, and counts as failed after {n} s',
        zh: '{why}，{n} 秒后视为失败',
    },
    'says.made-for': {
        en: 'the node is {there}, the release is made for {os}/{arch}',
        zh: '节点平台为 {there}，版本适用于 {os}/{arch}',
    },
    'says.system-unknown': {
        en: 'the system of the node is not known; the release is made for {os}/{arch}',
        zh: '节点平台未知，版本适用于 {os}/{arch}',
    },
    'says.partial': {
        en: 'the package is partial and nothing was published there before',
        zh: '此包不完整，而该节点从未发布过',
    },
    'says.stopped': { en: 'it is stopped and will be started', zh: '当前已停止，将被启动' },
    'says.disk': {
        en: 'the disk has {free} MB left; about {need} MB are needed',
        zh: '磁盘剩余 {free} MB，约需 {need} MB',
    },
    'says.no-probes': {
        en: 'its agent does not know probes: started counts as ready',
        zh: '其 Agent 不支持探测：启动后即视为就绪',
    },
    'says.blind': {
        en: 'no readiness probe: a placement counts as ready as soon as its process stays up, whether it serves or not',
        zh: '没有就绪探测：进程保持运行即视为就绪，无论能否提供服务',
    },
    'says.last-failed': {
        en: 'the last rollout of release {version} ({id}) failed{why}',
        zh: '版本 {version} 最近一次发布（#{id}）失败{why}',
    },
    'says.not-through': {
        en: '{away} not connected and {n} tolerated: it will not get through',
        zh: '{away}未连接，而只允许{n}：发布无法完成',
    },
    'says.config-kept': {
        en: 'config: what was changed after release {n} stays as it is: {keys}',
        zh: '配置：版本 {n} 之后改过的项保持不变：{keys}',
    },
    'says.config-others': {
        en: 'config: published for all in the end, also for placements of the app that this leaves alone: {n}',
        zh: '配置：最终对全部实例生效，包括本次发布未涉及的 {n} 个部署实例',
    },
    'says.nodes-are': { en: '{n} nodes are', zh: ' {n} 个节点' },
    'says.node-is': { en: '1 node is', zh: ' 1 个节点' },
    'says.failures-are': { en: '{n} failures are', zh: ' {n} 个失败' },
    'says.failure-is': { en: '1 failure is', zh: ' 1 个失败' },
    'says.port': {
        en: 'port {port} is also that of {other} on this node; give one of them another',
        zh: '端口 {port} 也是该节点上{other}的端口，请更换其中一个',
    },
    'says.port-of': { en: 'placement {name} of deployment {deployment}', zh: '部署 {deployment} 的 {name} ' },
    'says.undone-first': {
        en: '{node}: it is stopped, since nothing ran there before',
        zh: '{node}：将停止，因为此前没有运行任何版本',
    },
    'says.undone-stopped': {
        en: '{node}: it is stopped, as it was before; a start runs {version}',
        zh: '{node}：将停止，与此前一致；启动后运行 {version}',
    },
    'says.undone-kept': {
        en: '{node}: it stays as it is; a start runs {version}',
        zh: '{node}：保持不变；启动后运行 {version}',
    },
    'says.local-other': {
        en: 'local service {name} is restarted with other settings: {changes}',
        zh: '本地服务 {name} 将以不同的设置重启：{changes}',
    },
    'says.local-files': {
        en: 'local service {name} is restarted unless the package holds the same files',
        zh: '本地服务 {name} 将重启，除非包内文件相同',
    },
    'says.local-settings': {
        en: 'local service {name} is restarted unless files and settings are the same',
        zh: '本地服务 {name} 将重启，除非文件与设置都相同',
    },
    'says.local-unknown': {
        en: 'local service {name} is restarted unless files, arguments and variables, which are not known, are the same',
        zh: '本地服务 {name} 将重启，除非文件、参数和变量都相同（目前未知）',
    },
    // How a package starts
    'says.runnable-jar': { en: 'the package is a runnable jar', zh: '包本身是可运行的 jar' },
    'says.named': { en: 'named by the deployment', zh: '由部署指定' },
    'says.like-app': { en: 'named like the app', zh: '与应用同名' },
    'says.only-kind': { en: 'the only one of its kind', zh: '同类文件中唯一的一个' },
    'says.one-of-several': { en: 'one of several', zh: '多个候选之一' },
    'says.only-bin': { en: 'the only program in bin', zh: 'bin/ 中唯一的程序' },
    'says.first-argument': { en: 'the first argument', zh: '第一个参数' },
    'says.own-server': { en: 'its server', zh: '自带的服务器' },
    'says.site': { en: 'a site', zh: '静态站点' },
    'says.unless-there': {
        en: '{warning} (unless the nodes have it: the package is partial)',
        zh: '{warning}（除非节点上已有：此包不完整）',
    },
    'says.start-absent': {
        en: "start file '{file}' is not in the package: it must be on the nodes already",
        zh: '启动文件“{file}”不在包内：节点上须已有此文件',
    },
    'says.several-starts': {
        en: 'several files could be started: {files}; name one as start file',
        zh: '有多个文件可以启动：{files}；请指定启动文件',
    },
    // Why a command ended without an answer
    'says.expired': { en: 'expired', zh: '已过期' },
    'says.given-up-times': {
        en: 'given up: handed over {n} times without an answer',
        zh: '已放弃：下发 {n} 次均无响应',
    },
    'says.given-up-hours': { en: 'given up: no answer in {n} hours', zh: '已放弃：{n} 小时内没有响应' },
    'says.cancelled-by': { en: 'cancelled by {actor}', zh: '由 {actor} 取消' },
    // What an agent answers, and tells of itself
    'says.command-begins': { en: 'command {id} begins', zh: '命令 #{id} 开始执行' },
    'says.command-run': { en: 'command {id} run: {text}', zh: '命令 #{id} 执行：{text}' },
    'says.command-done': { en: 'command {id} done: {text}', zh: '命令 #{id} 完成：{text}' },
    'says.command-failed': { en: 'command {id} failed: {text}', zh: '命令 #{id} 失败：{text}' },
    'says.agent-restarts': { en: 'the agent restarts; its apps run on', zh: 'Agent 正在重启，应用继续运行' },
    'says.machine-restarts': { en: 'the machine restarts', zh: '服务器正在重启' },
    'says.version-runs': {
        en: 'version {version} runs, instead of {before}',
        zh: '已升级到 {version}，原版本 {before}',
    },
    'says.version-failed': {
        en: 'version {version} failed, {before} runs on: {why}',
        zh: '升级到 {version} 失败，仍运行 {before}：{why}',
    },
    'says.version-damaged': {
        en: 'version {version} came damaged, {before} runs on: {why}',
        zh: '收到的 {version} 已损坏，仍运行 {before}：{why}',
    },
    'says.version-starts': { en: 'version {version} is in place and is started now', zh: '{version} 已就位，正在启动' },
    'says.version-failed-before': { en: 'version {version} failed here before', zh: '{version} 此前在该节点升级失败' },
    'says.nothing-newer': { en: 'nothing newer than {version}', zh: '没有比 {version} 更新的版本' },
    'says.on-trial': { en: 'a new version is on trial', zh: '新版本正在试运行' },
    'says.not-replaced': {
        en: 'this agent was not installed from its package: it is not replaced',
        zh: '此 Agent 不是由安装包安装的，不会升级',
    },
    'says.reports-dropped': {
        en: '{n} of the oldest reports were dropped while the server was away',
        zh: '服务器不可用期间丢弃了最早的 {n} 条上报',
    },
    // Files made of config
    'says.unmade': { en: 'it would be refused: {why}', zh: '发布会被拒绝：{why}' },
    'says.template': { en: 'template {template}: {why}', zh: '模板 {template}：{why}' },
    'says.no-key': {
        en: 'line {n}: no key {key} (expected: a key that the app gets)',
        zh: '第 {n} 行：没有配置项 {key}（应为应用可获得的配置项）',
    },
    'says.not-packaged': { en: 'is not in the package of release {version}', zh: '不在版本 {version} 的发布包中' },
    'says.packaged': {
        en: 'file {file}: the package has {path} (expected: a name that it does not use)',
        zh: '文件 {file}：发布包中已有 {path}，请使用其他名称',
    },
    'says.writes-no-files': {
        en: "the agent of node {node} writes no files made of config; install this server's agent there",
        zh: '节点 {node} 的 Agent 不能写入由配置生成的文件，请安装本服务器的 Agent',
    },
    // A query of logs that cannot be read
    'says.query-at': { en: 'at character {n}: {why}', zh: '第 {n} 个字符：{why}' },
    'says.query-levels': {
        en: 'the terms for the level leave none of them',
        zh: '级别条件相互矛盾，没有级别可匹配',
    },
    'says.query-space': {
        en: "expected a space between two terms, found '{found}'",
        zh: '两个条件之间应有空格，实际为“{found}”',
    },
    'says.query-quote': {
        en: 'expected a closing quote for the one at character {n}',
        zh: '第 {n} 个字符的引号没有闭合',
    },
    'says.query-empty-quotes': { en: 'expected something between the quotes', zh: '引号中不能为空' },
    'says.query-slash': {
        en: 'expected a closing slash for the one at character {n}; to look for a word with a slash, put it in quotes',
        zh: '第 {n} 个字符的斜杠没有闭合；要查找含斜杠的词，请加引号',
    },
    'says.query-empty-slashes': { en: 'expected an expression between the slashes', zh: '斜杠之间应为正则表达式' },
    'says.query-regex': { en: 'expected a regular expression: {why}', zh: '正则表达式有误：{why}' },
    'says.query-stars': {
        en: "expected a star at both ends, as in *text*, found '{found}'",
        zh: '两端都应有星号，例如 *文本*，实际为“{found}”',
    },
    'says.query-attribute': {
        en: 'expected an attribute, as in @name:value',
        zh: '应为属性，例如 @name:value',
    },
    'says.query-value': { en: 'expected a value behind {name}:', zh: '{name} 的冒号后应有值' },
    'says.query-level': {
        en: "expected a level (trace, debug, info, warn, error, fatal), found '{found}'",
        zh: '应为级别 TRACE、DEBUG、INFO、WARN、ERROR 或 FATAL，实际为“{found}”',
    },
    // Why logs cannot be searched
    'says.logs-searches': {
        en: 'logs: too many searches at a time; try again',
        zh: '同时进行的搜索过多，请重试',
    },
    'says.logs-watchers': {
        en: 'logs: too many watch at a time; try again later',
        zh: '同时查看实时日志的人过多，请稍后重试',
    },
    'says.logs-interrupted': { en: 'logs: the search was interrupted', zh: '搜索已中断' },
    'says.logs-why': { en: 'logs: {why}', zh: '日志：{why}' },
    'says.logs-away': { en: 'the logs are not available: {why}', zh: '日志暂不可用：{why}' },
    // Why config cannot be published
    'says.config-circle': { en: 'references lead in a circle: {way}', zh: '引用形成循环：{way}' },
    'says.config-nothing': {
        en: '{reference} finds nothing (expected: a key that the app has or may read; $${ for the characters themselves)',
        zh: '{reference} 没有找到（应为该应用拥有或可读取的键；如需原样字符，请写 $${）',
    },
    'says.config-open': {
        en: '${ without an end (expected: ${key}, or $${ for the characters)',
        zh: '${ 没有结尾（应为 ${key}；如需原样字符，请写 $${）',
    },
    'says.config-required': { en: 'is required, and instances get no value', zh: '为必填，但实例得不到值' },
    'says.config-pattern': { en: 'does not fit its pattern {pattern}', zh: '不符合模式 {pattern}' },
    'says.config-pattern-long': { en: 'is too long for its pattern', zh: '过长，无法按模式校验' },
    'says.config-number': {
        en: 'is no number (digits, with a point or an exponent)',
        zh: '不是数字（可含小数点或指数）',
    },
    'says.config-json': { en: 'is no JSON', zh: '不是有效的 JSON' },
    'says.config-yaml': { en: 'is no YAML{why}', zh: '不是有效的 YAML{why}' },
})
