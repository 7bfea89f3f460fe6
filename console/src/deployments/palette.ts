import { Boxes, Play, Rocket, RotateCw, ScrollText, Square, Terminal, Undo2 } from 'lucide-vue-next'
import type { Component } from 'vue'
import { may } from '@/api/session'
import type { PaletteEntry } from '@/frame/feature'
import { fits } from '@/frame/match'
import type { Deployment } from '@/shape/deployment'
import { say } from '@/ui/locale'
import { listDeployments } from './deployments'
import { words } from './words'

const t = say(words)

type Verb = 'publish' | 'rollback' | 'restart' | 'stop' | 'start' | 'tab.logs' | 'tab.output'

/** What people type for a verb, besides its word. */
const verbs: Record<Verb, { icon: Component; to: string; also: string }> = {
    publish: { icon: Rocket, to: '?do=publish', also: 'publish deploy release 发布' },
    rollback: { icon: Undo2, to: '?do=rollback', also: 'rollback revert 回滚' },
    restart: { icon: RotateCw, to: '?do=restart', also: 'restart 重启' },
    stop: { icon: Square, to: '?do=stop', also: 'stop 停止' },
    start: { icon: Play, to: '?do=start', also: 'start 启动' },
    'tab.logs': { icon: ScrollText, to: '/logs', also: 'logs search 日志' },
    'tab.output': { icon: Terminal, to: '/output', also: 'output tail 输出' },
}

/** `restart shop`: the verbs that the words may mean, and the words that name the thing. */
export function parsed(text: string): { verbs: Verb[]; name: string } {
    const parts = text.trim().split(/\s+/)
    for (const [at, part] of parts.entries()) {
        const meant = (Object.keys(verbs) as Verb[]).filter(
            verb =>
                (part.length > 2 || /[\u3400-\u9fff]/.test(part)) &&
                `${t(verb)} ${verbs[verb].also}`
                    .toLowerCase()
                    .split(/\s+/)
                    .some(word => word.startsWith(part.toLowerCase())),
        )
        if (meant.length) return { verbs: meant, name: parts.filter((_, other) => other !== at).join(' ') }
    }
    return { verbs: [], name: text.trim() }
}

function acts(one: Deployment, meant: Verb[]): PaletteEntry[] {
    return meant
        .filter(verb => verb.startsWith('tab.') || may('operator', one.projectId))
        .map(verb => ({
            id: `deployment.${one.id}.${verb}`,
            title: `${t(verb)} ${one.name}`,
            hint: t('deployment'),
            icon: verbs[verb].icon,
            first: true,
            to: `/deployments/${one.id}${verbs[verb].to}`,
        }))
}

async function named(name: string, project: number | undefined, signal: AbortSignal): Promise<Deployment[]> {
    const [longest = ''] = name.split(/\s+/).sort((a, b) => b.length - a.length)
    const found = async (q: string, limit: number) => {
        const { items } = await listDeployments({ q, project, limit }, signal)
        return items.filter(one => fits(one.name, name)).slice(0, 6)
    }
    const meant = await found(longest, 50)
    // The server finds what holds the letters as they are; with letters left out, those that begin alike are looked through.
    return meant.length || longest.length < 3 ? meant : found(longest.slice(0, 1), 500)
}

/** Deployments, and what can be done with them; `#12` is the number of a rollout. */
export async function findDeployments(
    text: string,
    project: number | undefined,
    signal: AbortSignal,
): Promise<PaletteEntry[]> {
    if (/^#\d+$/.test(text.trim())) return []
    const { verbs: meant, name } = parsed(text)
    const [things, acted] = await Promise.all([
        named(text, project, signal),
        meant.length ? named(name, project, signal) : [],
    ])
    return [
        ...acted.flatMap(one => acts(one, meant)),
        ...things.map(one => ({
            id: `deployment.${one.id}`,
            title: one.name,
            hint: t('title'),
            icon: Boxes,
            to: `/deployments/${one.id}`,
        })),
    ]
}
