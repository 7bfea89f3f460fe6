import { base, withQuery } from '@/api/client'
import { Problem } from '@/api/problem'
import { me } from '@/api/session'
import { say } from '@/ui/locale'
import type { Release } from './deployments'
import { words } from './words'

const t = say(words)

export interface Upload {
    done: Promise<Release>
    cancel(): void
}

/** Thrown when the person took it back. */
export class Cancelled extends Error {}

/**
 * Sends a zip as a new release and tells how far it is. XMLHttpRequest, because fetch does not tell the progress of what it
 * sends.
 */
export function upload(
    deployment: number,
    file: File,
    fields: { version?: string; note?: string; mode?: string; overwrite?: string; os?: string; arch?: string },
    progress: (sent: number, total: number) => void,
): Upload {
    const request = new XMLHttpRequest()
    const path = withQuery(`${base}/deployments/${deployment}/releases`, { ...fields, fileName: file.name })
    const done = new Promise<Release>((resolve, reject) => {
        request.open('POST', path)
        request.setRequestHeader('Content-Type', 'application/zip')
        request.setRequestHeader('Accept', 'application/json')
        if (me.value?.csrf) request.setRequestHeader('X-CSRF-Token', me.value.csrf)
        request.upload.onprogress = event => progress(event.loaded, event.lengthComputable ? event.total : file.size)
        request.onload = () => {
            let body: unknown = request.responseText
            try {
                body = JSON.parse(request.responseText)
            } catch {
                // Not ours: a proxy's page. The status tells enough.
            }
            if (request.status >= 200 && request.status < 300) resolve(body as Release)
            else reject(Problem.of(new Response(null, { status: request.status || 500 }), body))
        }
        request.onerror = () => reject(Problem.unreachable(new Error(t('cut'))))
        request.onabort = () => reject(new Cancelled())
        request.send(file)
    })
    return { done, cancel: () => request.abort() }
}

export type Refused = 'size' | 'empty' | 'kind'

/** Why a file is refused before a byte of it travels; undefined when it may go. */
export function refused(name: string, size: number, head: Uint8Array, limit: number | undefined): Refused | undefined {
    if (size === 0) return 'empty'
    if (limit !== undefined && size > limit) return 'size'
    // Every zip begins with PK, whatever it is called.
    const zip = head[0] === 0x50 && head[1] === 0x4b
    return zip || (head.length === 0 && /\.zip$/i.test(name)) ? undefined : 'kind'
}
