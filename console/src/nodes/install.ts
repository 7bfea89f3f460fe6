import { quoted } from '@/ui/command'
import type { Install } from './nodes'

export type InstallWay = 'line' | 'deb' | 'unit' | 'manual'

/** Each way as lines for a shell, with the token in them. `origin` is where this page came from. */
export function installWays(
    install: Install | undefined,
    origin: string,
    token: string,
): { way: InstallWay; text: string }[] {
    const server = install?.server ?? origin
    const line = (install?.command ?? `curl -fsSL ${origin}/install.sh | sudo sh -s -- --token TOKEN`).replace(
        'TOKEN',
        token,
    )
    const found = install?.packages.find(one => one.platform.startsWith('linux')) ?? install?.packages[0]
    const archive = found?.fileName ?? 'agent-4.0.0-linux-x64.tar.gz'
    const address = `${server}${found?.url ?? `/install/${archive}`}`
    return [
        { way: 'line', text: line },
        {
            way: 'deb',
            text: [
                'sudo dpkg -i stardust-agent_*_amd64.deb',
                `sudo STARDUST_AGENT_ENROL=${token} stardust-agent install --server ${server}`,
            ].join('\n'),
        },
        {
            way: 'unit',
            text: [
                `curl -fsSLO ${quoted(address)}`,
                `curl -fsSL ${quoted(`${address}.sha256`)} | sha256sum -c`,
                `tar xzf ${quoted(archive)}`,
                `sudo STARDUST_AGENT_ENROL=${token} ${quoted(archive.replace(/\.tar\.gz$/, ''))}/bin/agent install --server ${server}`,
            ].join('\n'),
        },
        {
            way: 'manual',
            text: `./stardust agent run --server ${server} --data /var/lib/stardust-agent --enrol ${token}`,
        },
    ]
}
