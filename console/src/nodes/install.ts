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
                `echo '${JSON.stringify({ server, enrol: token })}' | sudo tee /etc/stardust-agent/agent.json > /dev/null`,
                'sudo systemctl enable --now stardust-agent',
            ].join('\n'),
        },
        {
            way: 'unit',
            text: [
                `curl -fsSLO ${quoted(address)}`,
                `curl -fsSL ${quoted(`${address}.sha256`)} | sha256sum -c`,
                `tar xzf ${quoted(archive)}`,
                `sudo ${quoted(archive.replace(/\.tar\.gz$/, ''))}/bin/agent install --server ${server} --token ${token}`,
            ].join('\n'),
        },
        {
            way: 'manual',
            text: `./stardust agent run --server ${server} --data /var/lib/stardust-agent --enrol ${token}`,
        },
    ]
}
