import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/session'

/** One capability of the console: its pages, its places in the navigation, what the palette finds. */
export interface Feature {
    /** Also the name of its folder. */
    id: string
    nav?: NavEntry[]
    routes: RouteRecordRaw[]
    /** Further lines of the command palette: pages that are not in the navigation, acts. */
    entries?: () => PaletteEntry[]
    /** Things found by what was typed. */
    find?: (text: string, project: number | undefined, signal: AbortSignal) => Promise<PaletteEntry[]>
}

export interface NavEntry {
    title: () => string
    icon: Component
    to: string
    order: number
    needs?: Role | 'platform'
}

export interface PaletteEntry {
    id: string
    title: string
    /** What kind of thing, or where it is. */
    hint?: string
    icon?: Component
    /** Before the pages: it is what was typed. */
    first?: boolean
    to?: string
    act?: () => unknown
}

declare module 'vue-router' {
    interface RouteMeta {
        /** The page's name in the window's title. */
        title?: () => string
        /** Shown without the navigation, to somebody who is not signed in. */
        open?: boolean
        /** Who else sees `not found`. */
        needs?: Role | 'platform'
    }
}
