import { server } from '@/api/root'

/** How a script does what a button does. */
export interface Command {
    /** Words of the command line, without the program: `node approve 3`. Absent when it has no verb for this. */
    cli?: string
    api: { method: string; path: string; body?: unknown; ifMatch?: number | string; file?: string }
}

/** A word for a shell: quoted when it needs to be. */
export function quoted(word: string): string {
    return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

export function asCli(command: Command): string | undefined {
    return command.cli && `./stardust ${command.cli}`
}

export function asCurl(command: Command, at = server): string {
    const { method, path, body, ifMatch, file } = command.api
    const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(`${at}/api/v1${path}`)}`]
    lines.push(`  -H "Authorization: Bearer $STARDUST_TOKEN"`)
    if (ifMatch !== undefined) lines.push(`  -H 'If-Match: ${ifMatch === '*' ? '*' : `"${ifMatch}"`}'`)
    if (body !== undefined) {
        lines.push(`  -H 'Content-Type: application/json'`)
        lines.push(`  -d ${quoted(JSON.stringify(body))}`)
    }
    if (file) {
        lines.push(`  -H 'Content-Type: application/zip'`)
        lines.push(`  --data-binary @${quoted(file)}`)
    }
    return lines.join(' \\\n')
}
