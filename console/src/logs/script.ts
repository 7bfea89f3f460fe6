import type { TimeRange } from '@/time/range'
import { quoted, type Command } from '@/ui/command'
import { addressOf, type Ask, type Search } from './logs'
import { joinTerms } from './query'

/** What is shown, as words of the command line and as a call. The command line asks for one app or for all. */
export function scriptOf(of: {
    search: Search
    range: TimeRange
    ask: Ask
    live: boolean
    patterns: boolean
    /** The apps are those of a project, which nobody named. */
    project: boolean
}): Command {
    const { search, range, live, patterns } = of
    const q = joinTerms(search.q, search.fixed)
    const [app] = search.apps
    const time =
        'last' in range
            ? ` --since ${range.last}`
            : ` --since ${new Date(range.from).toISOString()}` +
              (range.to === undefined || live ? '' : ` --until ${new Date(range.to).toISOString()}`)
    const cli =
        'logs' +
        (app === undefined ? '' : ` ${quoted(app)}`) +
        (q ? ` -q ${quoted(q)}` : '') +
        (search.level ? ` --level ${search.level}` : '') +
        time +
        (patterns ? ' --patterns' : live ? ' -f' : '')
    const path = patterns ? '/logs/patterns' : live ? '/logs/live' : '/logs'
    const { app: apps, q: terms } = of.ask
    return {
        cli: of.project || search.apps.length > 1 ? undefined : cli,
        api: {
            method: 'GET',
            path: addressOf(path, live && !patterns ? { app: apps, q: terms } : { ...of.ask }),
        },
    }
}
