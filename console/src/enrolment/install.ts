import { quoted } from '@/ui/command'
import type { components } from '@generated/schema'

/** What the one-line install is made of; `TOKEN` stands for the enrolment token. */
export type Install = components['schemas']['AgentInstall']

export type InstallWay = 'line' | 'deb' | 'unit' | 'manual'

const ENROL = 'STARDUST_AGENT_ENROL'

/**
 * Each way as lines for a shell, with the token in them: by the environment, since everybody on a machine may read
 * command lines, and with a blank in front, which keeps it out of most histories. `origin` is where this page came from.
 */
export function installWays(
    install: Install | undefined,
    origin: string,
    token: string,
): { way: InstallWay; text: string }[] {
    const server = install?.server ?? origin
    const anywhere = ` export ${ENROL}=TOKEN; curl -fsSL ${origin}/install.sh | sudo --preserve-env=${ENROL} sh`
    const line = (install?.command ?? anywhere).replace('TOKEN', token)
    const found = install?.packages.find(one => one.platform.startsWith('linux')) ?? install?.packages[0]
    const archive = found?.fileName ?? 'agent-VERSION-linux-x64.tar.gz'
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
                ` export ${ENROL}=${token}`,
                `sudo --preserve-env=${ENROL} ${quoted(archive.replace(/\.tar\.gz$/, ''))}/bin/agent install --server ${server}`,
            ].join('\n'),
        },
        {
            way: 'manual',
            text: [
                ` export ${ENROL}=${token}`,
                `./stardust agent run --server ${server} --data /var/lib/stardust-agent`,
            ].join('\n'),
        },
    ]
}
