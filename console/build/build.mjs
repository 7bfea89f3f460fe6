// What Maven runs: `node build/build.mjs bundle` and `node build/build.mjs test [skip…]`. Does again only what changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, 'target')
const output = join(target, 'classes', 'console')
const openapi = join(root, '..', 'server', 'src', 'main', 'resources', 'openapi.yaml')
const lock = join(root, 'package-lock.json')

const [act, ...words] = process.argv.slice(2)
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) fail(`Node.js: ${process.versions.node} (expected: 20.19 or newer)`)

if (act === 'bundle') bundle()
else if (act === 'test') {
    if (!words.includes('true')) test()
} else fail(`act: ${act} (expected: bundle or test)`)

function bundle() {
    packages()
    const sources = digest(['src', 'public', 'build', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'])
    once('bundle', sources, existsSync(join(output, 'index.html')), () => {
        run('openapi-typescript', [openapi, '-o', join(target, 'generated', 'schema.ts')])
        run('vite', ['build', '--logLevel', 'warn'])
        compress()
    })
}

function test() {
    const sources = digest(['src', 'public', 'build', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'])
    once('test', sources, true, () => {
        run('vue-tsc', ['--noEmit'])
        run('vitest', ['run'])
    })
}

function packages() {
    once('packages', hash([lock]), existsSync(join(root, 'node_modules', 'vite')), () =>
        run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']),
    )
}

/** Does it unless it was done with the same input and its result is still there. */
function once(name, input, there, what) {
    const stamp = join(target, `${name}.stamp`)
    if (there && existsSync(stamp) && readFileSync(stamp, 'utf8') === input) return
    rmSync(stamp, { force: true })
    what()
    mkdirSync(target, { recursive: true })
    writeFileSync(stamp, input)
}

function digest(names) {
    return hash([...names.flatMap(name => files(join(root, name))), lock, openapi])
}

function hash(paths) {
    const made = createHash('sha256')
    for (const path of paths) made.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
    return made.digest('hex')
}

function files(path) {
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path)
        .sort()
        .flatMap(name => files(join(path, name)))
}

/** The server sends these as they are; nobody compresses while people wait. */
function compress() {
    for (const path of files(output)) {
        if (['.js', '.css', '.svg'].includes(extname(path))) {
            writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
        }
    }
}

function run(program, args) {
    const windows = process.platform === 'win32'
    const place = program === 'npm' ? 'npm' : join(root, 'node_modules', '.bin', program)
    const { status, error } = spawnSync(windows ? `${place}.cmd` : place, args, {
        cwd: root,
        stdio: 'inherit',
        shell: windows,
    })
    if (error) fail(`${program}: ${error.message}`)
    if (status !== 0) process.exit(status ?? 1)
}

function fail(text) {
    console.error(`console: ${text}`)
    process.exit(1)
}
