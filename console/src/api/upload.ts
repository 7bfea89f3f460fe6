import { base } from './client'
import { Problem } from './problem'
import { me } from './session'

export interface Upload<T> {
    done: Promise<T>
    cancel(): void
}

/** Thrown when the person took it back. */
export class Cancelled extends Error {}

/**
 * Posts a file and tells how far it is. XMLHttpRequest, because fetch does not tell the progress of what it sends. `cut` is
 * said when the connection breaks.
 */
export function uploadFile<T>(
    path: string,
    file: File,
    type: string,
    progress: (sent: number, total: number) => void,
    cut: () => string,
): Upload<T> {
    const request = new XMLHttpRequest()
    const done = new Promise<T>((resolve, reject) => {
        request.open('POST', base + path)
        request.setRequestHeader('Content-Type', type)
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
            if (request.status >= 200 && request.status < 300) resolve(body as T)
            else reject(Problem.of(new Response(null, { status: request.status || 500 }), body))
        }
        request.onerror = () => reject(Problem.unreachable(new Error(cut())))
        request.onabort = () => reject(new Cancelled())
        request.send(file)
    })
    return { done, cancel: () => request.abort() }
}
