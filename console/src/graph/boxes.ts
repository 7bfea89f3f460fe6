/** A box of a drawing, by its left upper corner. */
export interface Box {
    key: string
    name: string
    x: number
    y: number
}

export const boxWidth = 190
export const boxHeight = 28
/** From one box to the next below it, and from column to column. */
export const rowStep = boxHeight + 10
export const columnStep = boxWidth + 110

/** How tall a column of so many boxes is. */
export const columnHeight = (boxes: number): number => Math.max(boxHeight, boxes * rowStep - (rowStep - boxHeight))

/** A line from box to box, with a soft bend. */
export function bend({ from, to }: { from: Box; to: Box }): string {
    const [x1, y1] = [from.x + boxWidth, from.y + boxHeight / 2]
    const [x2, y2] = [to.x, to.y + boxHeight / 2]
    const half = (x2 - x1) / 2
    return `M${x1},${y1} C${x1 + half},${y1} ${x2 - half},${y2} ${x2},${y2}`
}
