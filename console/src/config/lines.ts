/** A line of a text that became another. */
export interface DiffLine {
    kind: 'same' | 'old' | 'new'
    text: string
}

/** More cells than these are not compared: all of the old goes, all of the new comes. */
const most = 1_000_000
/** Lines around what is otherwise; of those further off a gap tells. */
const around = 3

/** What leads from one text to the other, by the longest lines in common; what is far from any difference is left out. */
export function lineDiff(before: string, after: string): DiffLine[] {
    const [old, now] = [before.split('\n'), after.split('\n')]
    let start = 0
    while (start < old.length && start < now.length && old[start] === now[start]) start++
    let end = 0
    while (
        end < old.length - start &&
        end < now.length - start &&
        old[old.length - 1 - end] === now[now.length - 1 - end]
    ) {
        end++
    }
    const middle = compared(old.slice(start, old.length - end), now.slice(start, now.length - end))
    const same = (texts: string[]): DiffLine[] => texts.map(text => ({ kind: 'same', text }))
    return shortened([...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))])
}

function compared(old: string[], now: string[]): DiffLine[] {
    const gone = (texts: string[]): DiffLine[] => texts.map(text => ({ kind: 'old', text }))
    const come = (texts: string[]): DiffLine[] => texts.map(text => ({ kind: 'new', text }))
    if (old.length * now.length > most) return [...gone(old), ...come(now)]
    const width = now.length + 1
    // Of what is still to come of both: how many lines they have in common.
    const common = new Uint32Array((old.length + 1) * width)
    for (let i = old.length - 1; i >= 0; i--) {
        for (let j = now.length - 1; j >= 0; j--) {
            common[i * width + j] =
                old[i] === now[j]
                    ? common[(i + 1) * width + j + 1]! + 1
                    : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
        }
    }
    const lines: DiffLine[] = []
    let [i, j] = [0, 0]
    while (i < old.length && j < now.length) {
        if (old[i] === now[j]) {
            lines.push({ kind: 'same', text: old[i++]! })
            j++
        } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) {
            lines.push({ kind: 'old', text: old[i++]! })
        } else lines.push({ kind: 'new', text: now[j++]! })
    }
    return [...lines, ...gone(old.slice(i)), ...come(now.slice(j))]
}

function shortened(lines: DiffLine[]): DiffLine[] {
    const near = lines.map((_, at) =>
        lines.slice(Math.max(0, at - around), at + around + 1).some(one => one.kind !== 'same'),
    )
    const shown: DiffLine[] = []
    lines.forEach((line, at) => {
        if (near[at]) shown.push(line)
        else if (at === 0 || near[at - 1]) shown.push({ kind: 'same', text: '…' })
    })
    return shown
}
