// A server and agents as people run them: real processes, data in a temporary folder.
import { type ChildProcess, spawn } from 'node:child_process'
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    openSync,
    readdirSync,
    readFileSync,
    readlinkSync,
    rmSync,
    writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const samples = join(root, 'samples', 'target')
export const PASSWORD = 'correct horse battery'

export class Stack {
    readonly folder = mkdtempSync(join(tmpdir(), 'stardust-browser-'))
    private server?: ChildProcess
    private readonly agents = new Map<string, ChildProcess>()
    private port = 0
    /** Of the administrator; for what a test prepares through the API. */
    token = ''

    get url() {
        return `http://127.0.0.1:${this.port}`
    }

    /** Starts the server; the second time on the same port, over the same data. */
    async startServer(...settings: string[]): Promise<this> {
        const data = join(this.folder, 'server')
        rmSync(join(data, 'server.port'), { force: true })
        this.server = this.run('server', [
            '--data',
            data,
            '--bind',
            '127.0.0.1',
            '--port',
            String(this.port),
            ...settings,
        ])
        await until('the server is up', () => existsSync(join(data, 'server.port')) && this.isUp(data))
        return this
    }

    private async isUp(data: string) {
        this.port = Number(readFileSync(join(data, 'server.port'), 'utf8'))
        return (
            this.port > 0 &&
            (await fetch(`${this.url}/health`).then(
                r => r.ok,
                () => false,
            ))
        )
    }

    /** The link that the first start printed, on this server's address. */
    async setUpLink(): Promise<string> {
        const printed = () => /\/setup\?code=\S+/.exec(this.log('server'))?.[0]
        await until('the set-up link is printed', () => printed() !== undefined)
        return this.url + printed()
    }

    /** Sets up through the API, for tests about something else. */
    async setUp(): Promise<this> {
        const code = /code=(\S+)/.exec(await this.setUpLink())?.[1]
        const session = await this.post('/setup', { code, name: 'admin', password: PASSWORD })
        this.token = session.token
        return this
    }

    /** Services that the machine of an agent to come has of its own. */
    ownServices(agent: string, services: unknown[]) {
        mkdirSync(join(this.folder, agent), { recursive: true })
        writeFileSync(join(this.folder, agent, 'stardust-agent.json'), JSON.stringify({ services }))
    }

    async startAgent(name: string, enrol?: string): Promise<this> {
        const words = ['run', '--server', this.url, '--data', join(this.folder, name), '--name', name]
        this.agents.set(name, this.run('agent', enrol ? [...words, '--enrol', enrol] : words, name))
        return this
    }

    /** As a machine that loses its power. */
    async killAgent(name: string) {
        const agent = this.agents.get(name)
        if (agent) await ended(agent, 'SIGKILL')
    }

    async startEnrolledAgent(name: string): Promise<number> {
        const { token } = await this.post('/tokens', { kind: 'enrol', name, project: 1 })
        await this.startAgent(name, token)
        let id = 0
        await until(`${name} is online`, async () => {
            const page = await this.get(`/nodes?q=${name}`)
            id = page.items[0]?.id ?? 0
            return page.items[0]?.status === 'online'
        })
        return id
    }

    /** A deployment of a shell app that runs on a node. */
    async deployShell(name: string, nodeId: number): Promise<number> {
        const { id } = await this.post('/deployments', { name, projectId: 1 })
        await this.upload(id, '1.0', 'shell-1.0.zip')
        await this.post(`/deployments/${id}/placements`, { nodeId })
        await this.post('/rollouts', { deploymentId: id })
        await until(`${name} runs`, async () => {
            const page = await this.get(`/deployments/${id}/placements`)
            return page.items[0]?.observed?.state === 'running'
        })
        return id
    }

    upload(deployment: number, version: string, file: string): Promise<any> {
        return this.call(
            'POST',
            `/deployments/${deployment}/releases?version=${version}`,
            readFileSync(join(samples, file)),
            'application/zip',
        )
    }

    get(path: string): Promise<any> {
        return this.call('GET', path)
    }

    post(path: string, body: unknown, token = this.token): Promise<any> {
        return this.call('POST', path, JSON.stringify(body), 'application/json', token)
    }

    /** As a machine asks, in the wire's envelope. */
    async link(path: string, body: unknown, token?: string): Promise<any> {
        const answer = await fetch(this.url + path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
            body: JSON.stringify(body),
        })
        const told = (await answer.json()) as { code: number; message?: string; data: unknown }
        if (told.code !== 0) throw new Error(`${path}: ${told.code} ${told.message}`)
        return told.data
    }

    async call(method: string, path: string, body?: string | Buffer, type?: string, token = this.token): Promise<any> {
        const answer = await fetch(`${this.url}/api/v1${path}`, {
            method,
            headers: {
                ...(token && { Authorization: `Bearer ${token}` }),
                ...(type && { 'Content-Type': type }),
                ...(method === 'PATCH' && { 'If-Match': '*' }),
            },
            ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
        })
        const text = await answer.text()
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
        return text ? JSON.parse(text) : undefined
    }

    async stopServer() {
        if (this.server) await ended(this.server)
        this.server = undefined
    }

    async stop() {
        await Promise.all([...this.agents.values()].map(process => ended(process)))
        await this.stopServer()
        this.endApps()
        rmSync(this.folder, { recursive: true, force: true })
    }

    /** Apps outlive their agent; here they must not: those that run below our folder. */
    private endApps() {
        for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
            try {
                if (readlinkSync(`/proc/${pid}/cwd`).startsWith(this.folder)) process.kill(Number(pid), 'SIGKILL')
            } catch {
                // It has ended, or is not ours to look at.
            }
        }
    }

    log(name: string) {
        return readFileSync(join(this.folder, `${name}.log`), 'utf8')
    }

    private run(program: string, words: string[], name = program) {
        const log = openSync(join(this.folder, `${name}.log`), 'a')
        // What the tests themselves are told is no setting of the programs.
        const others = Object.entries(process.env).filter(([key]) => !key.startsWith('STARDUST_'))
        const environment = { ...Object.fromEntries(others), STARDUST_LAUNCHER_NO_BUILD: '1' }
        return spawn(join(root, 'stardust'), [program, ...words], { env: environment, stdio: ['ignore', log, log] })
    }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 30) {
    const end = Date.now() + seconds * 1000
    while (!(await holds())) {
        if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
        await new Promise(done => setTimeout(done, 50))
    }
}

async function ended(process: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') {
    if (process.exitCode !== null || process.signalCode !== null) return
    process.kill(signal)
    await new Promise(done => process.once('exit', done))
}
