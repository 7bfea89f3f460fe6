// A reverse proxy with a path of its own, as docs/operations.md tells people to set one up.
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export class PathProxy {
    /** What was asked for outside of the path: nothing of ours should be. */
    readonly astray: string[] = []
    private constructor(
        private readonly server: Server,
        readonly path: string,
    ) {}

    /** Takes `path` away from what it passes on to `target`. */
    static async start(path: string, target: string): Promise<PathProxy> {
        const server = createServer((asked, answer) => {
            const url = asked.url ?? '/'
            if (!url.startsWith(`${path}/`)) {
                proxy.astray.push(url)
                answer.writeHead(404).end()
                return
            }
            const headers = { ...asked.headers, 'x-forwarded-prefix': path }
            const passed = request(target + url.slice(path.length), { method: asked.method, headers }, got => {
                answer.writeHead(got.statusCode ?? 502, got.headers)
                got.pipe(answer)
            })
            passed.on('error', () => answer.destroy())
            answer.on('close', () => passed.destroy())
            asked.pipe(passed)
        })
        const proxy = new PathProxy(server, path)
        await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
        return proxy
    }

    get url() {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.path}`
    }

    async stop() {
        this.server.closeAllConnections()
        await new Promise(done => this.server.close(done))
    }
}
