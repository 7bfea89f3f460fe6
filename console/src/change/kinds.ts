import {
    BadgeCheck,
    Ban,
    Check,
    Clock,
    CopyX,
    KeyRound,
    LogOut,
    PackageX,
    Pause,
    Pencil,
    Play,
    Plus,
    Rocket,
    RotateCw,
    Settings,
    ShieldX,
    Square,
    Terminal,
    Trash2,
    Undo2,
    Wrench,
} from 'lucide-vue-next'
import type { Component } from 'vue'
import { language, sayAny } from '@/ui/locale'
import { words } from '@/ui/words'

/** The kinds of things that changes are about; a filter `deployment.*` takes all of one. */
export const things = [
    'node',
    'deployment',
    'release',
    'signing-key',
    'rollout',
    'placement',
    'app',
    'appKey',
    'service',
    'provider',
    'command',
    'nodeRule',
    'configRule',
    'agentRelease',
    'platform',
    'project',
    'membership',
    'person',
    'token',
    'session',
    'access',
    'secrets',
    'setting',
    'attention',
    'grant',
    'config',
]

export function thingText(thing: string): string {
    return sayAny(words, `thing.${thing}`, thing)
}

/** These say what befell a thing; the others what was done to it. */
const befell = [
    'denied',
    'refused',
    'commandRefused',
    'rotten',
    'cloned',
    'commandPolicy',
    'configPolicy',
    'agentSettings',
    'commanded',
    'protected',
    'unprotected',
    'tokensRevoked',
]

/** `deployment.updated` in words; what is unknown stays as it is written. */
export function kindText(kind: string): string {
    const at = kind.indexOf('.')
    if (at < 0) return kind
    const own = sayAny(words, `kind.${kind}`, '')
    if (own) return own
    const name = kind.slice(at + 1)
    const thing = thingText(kind.slice(0, at))
    const act = sayAny(words, `act.${name}`, name)
    if (language.value !== 'zh' || !/[\u3400-\u9fff]/.test(act)) return `${thing} ${act}`
    // Chinese says what is done before the thing, and what befell it after.
    const gap = /\w$/.test(thing) ? ' ' : ''
    return befell.includes(name) ? `${thing}${gap}${act}` : `${act}${thing}`
}

/** A shape for the act; colour only for what was refused, so that it stands out. */
export function kindIcon(kind: string): { icon: Component; bad: boolean } {
    const act = kind.slice(kind.indexOf('.') + 1)
    return {
        icon: icons[act] ?? Pencil,
        bad: act === 'denied' || act === 'refused' || act === 'commandRefused' || act === 'rotten',
    }
}

const icons: Record<string, Component> = {
    created: Plus,
    registered: Plus,
    approved: Check,
    asked: Clock,
    deleted: Trash2,
    removed: Trash2,
    cancelled: Ban,
    denied: ShieldX,
    refused: ShieldX,
    demotionRefused: ShieldX,
    passwordChosen: KeyRound,
    passwordChanged: KeyRound,
    passwordReset: KeyRound,
    rotated: KeyRound,
    signedOut: LogOut,
    started: Play,
    stopped: Square,
    restarted: RotateCw,
    published: Rocket,
    paused: Pause,
    resumed: Play,
    continued: Play,
    reverting: Undo2,
    reverted: Undo2,
    ended: Check,
    finished: Check,
    rotten: PackageX,
    repaired: Wrench,
    revoked: Ban,
    tokensRevoked: Ban,
    commanded: Terminal,
    signed: BadgeCheck,
    cloned: CopyX,
    commandRefused: ShieldX,
    commandPolicy: Terminal,
    configPolicy: Settings,
    agentSettings: Settings,
}
