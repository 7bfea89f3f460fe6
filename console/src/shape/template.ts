import type { components } from '@generated/schema'

type Given = components['schemas']['ConfigTemplate']

/** A template of the package and the file that is made of it, as it is edited. */
export interface TemplateRow {
    template: string
    file: string
}

export const newTemplate = (): TemplateRow => ({ template: '', file: '' })

const isEmpty = (row: TemplateRow) => !row.template.trim() && !row.file.trim()

export function templateRows(templates: readonly Given[] | undefined): TemplateRow[] {
    return (templates ?? []).map(one => ({ template: one.template, file: one.file }))
}

/** What an edit sends of them: all, without rows in which nothing stands. */
export function templatesOf(rows: readonly TemplateRow[]): Given[] {
    return rows.filter(row => !isEmpty(row)).map(row => ({ template: row.template.trim(), file: row.file.trim() }))
}

function isPath(path: string): boolean {
    const plain = path.length <= 255 && !/[\\:]/.test(path)
    return plain && path.split('/').every(name => name === name.trim() && !['', '.', '..'].includes(name))
}

/** Why a row cannot be kept; undefined when it can. */
export function wrongTemplate(
    row: TemplateRow,
    all: readonly TemplateRow[] = [],
): 'template' | 'file' | 'twice' | undefined {
    if (isEmpty(row)) return undefined
    if (!isPath(row.template.trim())) return 'template'
    const file = row.file.trim()
    if (!isPath(file)) return 'file'
    const same = (other: TemplateRow) => other.file.trim().toLowerCase() === file.toLowerCase()
    return all.filter(same).length > 1 ? 'twice' : undefined
}
