import { defineWords } from '@/ui/locale'

export const words = defineWords({
    hint: {
        en: 'Edits take effect immediately and are kept after a restart. Flags, environment variables and server.json take precedence. Settings marked “Restart required” can only be set there.',
        zh: '编辑立即生效，重启后保留。启动参数、环境变量和 server.json 优先。标有“需要重启”的设置只能在这些位置设置。',
    },
    search: { en: 'Search settings', zh: '搜索设置' },
    nothing: { en: 'No matching settings', zh: '没有匹配的设置' },
    value: { en: 'Value', zh: '值' },
    edit: { en: 'Edit', zh: '编辑' },
    'edit.of': { en: 'Edit {key}', zh: '编辑 {key}' },
    save: { en: 'Save', zh: '保存' },
    cancel: { en: 'Cancel', zh: '取消' },
    saved: { en: '{key} saved', zh: '已保存 {key}' },
    failed: { en: '{key} was not saved', zh: '{key} 未保存' },
    unreachable: { en: 'The server does not respond. Nothing was saved.', zh: '服务器无响应，尚未保存。' },
    reset: { en: 'Reset to default: {value}', zh: '恢复默认值：{value}' },
    'reset.done': { en: '{key} reset to default', zh: '{key} 已恢复默认值' },
    default: { en: 'Default: {value}', zh: '默认：{value}' },
    changes: { en: 'History', zh: '变更记录' },
    'changes.of': { en: 'History of {key}', zh: '{key} 的变更记录' },
    restart: { en: 'Restart required', zh: '需要重启' },
    elsewhere: {
        en: 'Set by {place}. Change it there and restart, or remove it there to edit it here.',
        zh: '由 {place} 设置。请在该处修改并重启，或在该处删除后在此编辑。',
    },
    ignored: {
        en: 'The saved value is not valid and is ignored, the default applies: {why}',
        zh: '已保存的值无效，已忽略并使用默认值：{why}',
    },
    'wrong.number': { en: 'Expected a whole number: {bounds}', zh: '应为整数：{bounds}' },
    'from.default': { en: 'Default', zh: '默认' },
    'from.edited': { en: 'Edited', zh: '已编辑' },
    'from.file': { en: 'File', zh: '文件' },
    'from.environment': { en: 'Environment', zh: '环境变量' },
    'from.flag': { en: 'Flag', zh: '启动参数' },

    'unit.days': { en: '{n} day | {n} days', zh: '{n} 天' },
    'unit.seconds': { en: '{n} second | {n} seconds', zh: '{n} 秒' },
    'unit.bytes': { en: '{n} byte | {n} bytes', zh: '{n} 字节' },
    'unit.of.days': { en: 'days', zh: '天' },
    'unit.of.seconds': { en: 'seconds', zh: '秒' },
    'unit.of.bytes': { en: 'bytes', zh: '字节' },
    'zero.keep': { en: 'Forever', zh: '永久' },
    'zero.files.check-days': { en: 'Never', zh: '从不' },
    'zero.nodes.code-level': { en: '0 (not checked)', zh: '0（不检查）' },
    'empty.nodes.session-timeout': { en: 'Three heartbeat intervals', zh: '三个心跳周期' },
    'empty.apps.session-timeout': { en: 'Three heartbeat intervals', zh: '三个心跳周期' },

    'warn.keep': {
        en: 'Older entries are deleted within 10 minutes and cannot be restored.',
        zh: '更早的记录将在 10 分钟内删除，无法恢复。',
    },
    'warn.approve': {
        en: 'Any machine that can connect to this server joins without approval.',
        zh: '任何能访问此服务器的机器都可以无需审批加入。',
    },
    'warn.public': { en: 'Packages can be downloaded without a token.', zh: '无需令牌即可下载包。' },
    'warn.logs': {
        en: 'Anyone who can connect to this server can write logs in the name of any app.',
        zh: '任何能访问此服务器的人都可以以任意应用的名义写入日志。',
    },
    'warn.code': {
        en: 'A copied node secret can be used on any machine.',
        zh: '复制的节点密钥可在任何机器上使用。',
    },
    'warn.apps': {
        en: 'Every app that logs in under a new name is accepted.',
        zh: '任何以新名称登录的应用都会被接受。',
    },
    'warn.tokens': {
        en: 'Older logins of agents expire immediately; agents log in again by themselves.',
        zh: 'Agent 的旧登录立即过期，Agent 会自动重新登录。',
    },
    'warn.proxies': {
        en: 'Every client could forge its address.',
        zh: '任何客户端都可以伪造其地址。',
    },

    'group.nodes': { en: 'Nodes', zh: '节点' },
    'group.apps': { en: 'Apps', zh: '应用' },
    'group.registry': { en: 'Services', zh: '服务' },
    'group.files': { en: 'Packages', zh: '包' },
    'group.keep': { en: 'Retention', zh: '数据保留' },
    'group.access': { en: 'Sign-in and tokens', zh: '登录与令牌' },
    'group.network': { en: 'Network', zh: '网络' },
    'group.storage': { en: 'Storage', zh: '存储' },
    'group.logs': { en: 'Logs of apps', zh: '应用日志' },
    'group.log': { en: 'Server log', zh: '服务器日志' },
    'group.other': { en: 'Other', zh: '其他' },

    'choice.nodes.approve.manual': { en: 'Manual: every new node needs approval', zh: '手动：所有新节点都需审批' },
    'choice.nodes.approve.enrolled': {
        en: 'Enrolled: nodes with an enrolment token join directly',
        zh: '持令牌：持有接入令牌的节点直接加入',
    },
    'choice.nodes.approve.all': { en: 'All: every node joins directly', zh: '全部：所有节点直接加入' },
    'choice.apps.approve.manual': { en: 'Manual: every new app needs approval', zh: '手动：所有新应用都需审批' },
    'choice.apps.approve.all': { en: 'All: every app joins directly', zh: '全部：所有应用直接加入' },
    'choice.files.public.true': { en: 'Yes', zh: '是' },
    'choice.files.public.false': { en: 'No', zh: '否' },
    'choice.logs.public.true': { en: 'Yes', zh: '是' },
    'choice.logs.public.false': { en: 'No', zh: '否' },

    'about.data': { en: 'Folder for all server data.', zh: '存放服务器全部数据的目录。' },
    'about.port': {
        en: 'Port for console, API and agents. 0 selects a free port.',
        zh: '控制台、API 和 Agent 使用的端口。0 表示自动选择空闲端口。',
    },
    'about.bind': { en: 'Address to listen on.', zh: '监听地址。' },
    'about.public-url': {
        en: 'URL of this server for users, with its path if it has one: for links, single sign-on and secure cookies.',
        zh: '用户访问此服务器的 URL，可带路径，用于链接、单点登录和安全 Cookie。',
    },
    'about.trusted-proxies': {
        en: 'Proxies whose X-Forwarded-For is trusted: addresses or networks such as 10.0.0.0/8, separated by commas.',
        zh: '信任哪些转发服务器的 X-Forwarded-For：地址或网段（如 10.0.0.0/8），用逗号分隔。',
    },
    'about.http.connections': { en: 'Maximum number of open connections.', zh: '最大连接数。' },
    'about.http.head-seconds': {
        en: 'Time limit for receiving the head of a request.',
        zh: '接收请求头的时限。',
    },
    'about.http.body-seconds': {
        en: 'Time limit for receiving the body of a request, except for files.',
        zh: '接收请求体的时限，文件除外。',
    },
    'about.tls.certificate': {
        en: 'PEM file with the certificate chain, server certificate first. Reloaded when the file changes.',
        zh: '证书链 PEM 文件，服务器证书在前。文件更改后自动重新加载。',
    },
    'about.tls.key': { en: 'PEM file (PKCS #8) with the private key.', zh: '私钥 PEM 文件（PKCS #8）。' },
    'about.oidc.issuer': {
        en: 'OpenID Connect issuer for single sign-on, as an https URL.',
        zh: '单点登录的 OpenID Connect 颁发者，https:// 地址。',
    },
    'about.oidc.client-id': { en: 'Client ID of this server at the issuer.', zh: '此服务器在颁发者处的客户端 ID。' },
    'about.oidc.client-secret': {
        en: 'Client secret. Prefer a file. Empty for a public client.',
        zh: '客户端密钥，建议放在文件中。公共客户端留空。',
    },
    'about.oidc.client-secret-file': { en: 'File with the client secret.', zh: '存放客户端密钥的文件。' },
    'about.oidc.name': { en: 'Name of the issuer on the sign-in page.', zh: '登录页上显示的颁发者名称。' },
    'about.oidc.groups-claim': {
        en: 'Claim of the ID token that contains the groups.',
        zh: 'ID 令牌中包含用户组的声明。',
    },
    'about.oidc.mappings': {
        en: 'Roles of groups: GROUP=PROJECT:ROLE or GROUP=platform, separated by commas.',
        zh: '用户组对应的角色：GROUP=PROJECT:ROLE 或 GROUP=platform，用逗号分隔。',
    },
    'about.admin-password-file': {
        en: 'File with the password of the first administrator, used on first start.',
        zh: '首个管理员的密码文件，仅首次启动时使用。',
    },
    'about.database.url': {
        en: 'PostgreSQL database (jdbc:postgresql://HOST:PORT/NAME). Not set: a file in the data folder.',
        zh: 'PostgreSQL 数据库（jdbc:postgresql://HOST:PORT/NAME）。未设置时使用数据目录中的文件。',
    },
    'about.database.user': { en: 'PostgreSQL role of this server.', zh: '此服务器使用的 PostgreSQL 角色。' },
    'about.database.password': {
        en: 'Password of the PostgreSQL role. Prefer a file.',
        zh: 'PostgreSQL 角色的密码，建议放在文件中。',
    },
    'about.secrets.keys': {
        en: 'Keys for sealing secrets, instead of those in the data folder. Base64, separated by commas; the last one seals.',
        zh: '用于加密保密值的密钥，代替数据目录中的密钥。Base64 编码，以逗号分隔，最后一个用于加密。',
    },
    'about.database.password-file': { en: 'File with the password.', zh: '存放密码的文件。' },
    'about.database.connections': {
        en: 'Maximum number of PostgreSQL connections for reading.',
        zh: '用于读取的 PostgreSQL 最大连接数。',
    },
    'about.log.level': { en: 'Level of the server log.', zh: '服务器日志级别。' },
    'about.nodes.approve': {
        en: 'Which new nodes join without approval.',
        zh: '哪些新节点无需审批即可加入。',
    },
    'about.nodes.session-timeout': {
        en: 'A node is offline after this time without a heartbeat. At least the heartbeat interval.',
        zh: '超过此时间没有心跳的节点视为离线。不得小于心跳周期。',
    },
    'about.nodes.code-level': {
        en: 'How many of 5 hardware identifiers of a returning node must match. 0 disables the check.',
        zh: '节点重新登录时，5 个硬件标识中必须匹配的数量。0 表示不检查。',
    },
    'about.nodes.ping-period': {
        en: 'Interval between heartbeats. Agents receive it with their next heartbeat.',
        zh: '心跳周期。Agent 在下一次心跳时获知。',
    },
    'about.nodes.foreign-session-timeout': {
        en: 'Offline timeout for agents older than 4.0.',
        zh: '4.0 之前的 Agent 的离线超时。',
    },
    'about.nodes.foreign-ping-period': {
        en: 'Heartbeat interval for agents older than 4.0.',
        zh: '4.0 之前的 Agent 的心跳周期。',
    },
    'about.apps.approve': {
        en: 'Whether apps that log in under a new name join without approval.',
        zh: '以新名称登录的应用是否无需审批即可加入。',
    },
    'about.apps.session-timeout': {
        en: 'An instance is gone after this time without a heartbeat. At least the heartbeat interval.',
        zh: '超过此时间没有心跳的实例视为已离开。不得小于心跳周期。',
    },
    'about.apps.ping-period': {
        en: 'Interval between heartbeats of instances. They receive it with their next heartbeat.',
        zh: '实例的心跳周期。实例在下一次心跳时获知。',
    },
    'about.apps.foreign-session-timeout': {
        en: 'The same timeout for instances with other SDKs.',
        zh: '使用其他 SDK 的实例的超时。',
    },
    'about.apps.foreign-ping-period': {
        en: 'Heartbeat interval for instances with other SDKs.',
        zh: '使用其他 SDK 的实例的心跳周期。',
    },
    'about.eureka.enabled': {
        en: 'Answer clients of Netflix Eureka, under /eureka. Each shows the name and a key of its app.',
        zh: '在 /eureka 下响应 Netflix Eureka 客户端。每个客户端须提供其应用的名称和密钥。',
    },
    'about.registry.protection': {
        en: 'Percentage of a service’s providers. When so many go silent or unwell at once, they are kept.',
        zh: '服务提供者的百分比。同时失联或不健康的提供者达到该比例时予以保留。',
    },
    'about.drain.timeout': {
        en: 'How long a stop waits until nobody calls the process. 0 disables the wait.',
        zh: '停止进程前等待调用方撤离的最长时间。0 表示不等待。',
    },
    'about.files.public': {
        en: 'Allow downloads of packages without a token, for agents older than 4.0.',
        zh: '允许不带令牌下载包，供 4.0 之前的 Agent 使用。',
    },
    'about.files.max-bytes': { en: 'Maximum size of an uploaded package.', zh: '上传包的最大大小。' },
    'about.files.check-days': {
        en: 'Every stored package is verified within this time. 0 disables the check.',
        zh: '在此时间内校验所有已存储的包。0 表示不校验。',
    },
    'about.files.agents': {
        en: 'Folder with agent packages (agent-VERSION-PLATFORM.tar.gz) to import on start.',
        zh: '启动时导入的 Agent 包所在目录（agent-VERSION-PLATFORM.tar.gz）。',
    },
    'about.keep.changes-days': { en: 'How long changes are kept. 0: forever.', zh: '变更的保留时间。0：永久。' },
    'about.keep.refusals-days': {
        en: 'How long rejected requests and sign-ins are kept. 0: forever.',
        zh: '被拒绝的请求和登录的保留时间。0：永久。',
    },
    'about.keep.steps-days': {
        en: 'How long deployment steps are kept. 0: forever.',
        zh: '部署步骤的保留时间。0：永久。',
    },
    'about.keep.commands-days': {
        en: 'How long finished commands are kept. 0: forever.',
        zh: '已结束命令的保留时间。0：永久。',
    },
    'about.keep.task-runs-days': {
        en: 'How long task runs are kept. 0: forever.',
        zh: '任务运行的保留时间。0：永久。',
    },
    'about.logs.keep-days': { en: 'How long logs of apps are kept.', zh: '应用日志的保留时间。' },
    'about.logs.max-bytes': {
        en: 'Maximum disk space for logs of apps. Beyond it, the oldest are deleted.',
        zh: '应用日志的最大磁盘占用，超出后删除最早的日志。',
    },
    'about.logs.classes': {
        en: 'Up to 3 retention classes that apps can choose for their logs, as audit:365:20g (name, days, size).',
        zh: '应用可为日志选择的保留类别，最多 3 个，例如 audit:365:20g（名称、天数、大小）。',
    },
    'about.logs.app-bytes-an-hour': {
        en: 'How much one app can log within an hour. More is rejected and counted.',
        zh: '单个应用每小时可写入的日志量，超出部分会被拒绝并计数。',
    },
    'about.logs.public': {
        en: 'Accept logs from clients without a token or login (POST /Log), as older SDKs send them.',
        zh: '接受不带令牌或登录的客户端日志（POST /Log），供旧版 SDK 使用。',
    },
    'about.tokens.expire': {
        en: 'How long the login of an agent is valid.',
        zh: 'Agent 登录的有效期。',
    },
})
