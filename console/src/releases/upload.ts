import { withQuery } from '@/api/client'
import { uploadFile, type Upload } from '@/api/upload'
import { say } from '@/ui/locale'
import type { Release } from './releases'
import { words } from './words'

const t = say(words)

/** Sends a zip as a new release and tells how far it is. */
export function upload(
    deployment: number,
    file: File,
    fields: { version?: string; note?: string; mode?: string; overwrite?: string; os?: string; arch?: string },
    progress: (sent: number, total: number) => void,
): Upload<Release> {
    const path = withQuery(`/deployments/${deployment}/releases`, { ...fields, fileName: file.name })
    return uploadFile(path, file, 'application/zip', progress, () => t('cut'))
}

export type Refused = 'size' | 'empty' | 'kind'

/** Why a file is refused before a byte of it travels; undefined when it may go. */
export function refused(name: string, size: number, head: Uint8Array, limit: number | undefined): Refused | undefined {
    if (size === 0) return 'empty'
    if (limit !== undefined && size > limit) return 'size'
    // Every zip, jar and war begins with PK, whatever it is called.
    const zip = head[0] === 0x50 && head[1] === 0x4b
    return zip || (head.length === 0 && /\.(zip|jar|war)$/i.test(name)) ? undefined : 'kind'
}
