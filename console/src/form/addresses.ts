// Lists of addresses, as people type them.
import { quoted } from '@/ui/command'

/** One entry a line, or commas between; twice is once. */
export function entriesOf(text: string): string[] {
    return [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
}

/** `10.0.0.0/8`, `10.0.*`, `::1`: what looks like no address at all is told before it is sent; the server decides. */
export function wrongEntry(text: string): string | undefined {
    return entriesOf(text).find(one => !/^[0-9a-fA-F.:*]+(\/\d{1,3})?$/.test(one))
}

/** In whatever order of blanks and commas. */
export const sameEntries = (a: string, b: string): boolean => entriesOf(a).join() === entriesOf(b).join()

/** The options of the command line that say the same; an empty list is one empty option. */
export function addressOptions(edit: { allowAddresses?: string[]; denyAddresses?: string[] }): string {
    const list = (option: string, entries: string[] | undefined) =>
        entries?.length === 0 ? ` ${option} ''` : (entries ?? []).map(entry => ` ${option} ${quoted(entry)}`).join('')
    return list('--allow', edit.allowAddresses) + list('--deny', edit.denyAddresses)
}
