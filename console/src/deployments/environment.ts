/** A variable of the environment, as it is edited: a row of name and value. */
export interface Variable {
    name: string
    value: string
}

/** `A=1;B=2`, as the API has it, in rows. */
export function parseEnvironment(text: string | undefined): Variable[] {
    return (text ?? '')
        .split(/[;\n]/)
        .filter(part => part.trim())
        .map(part => {
            const at = part.indexOf('=')
            return at < 0
                ? { name: part.trim(), value: '' }
                : { name: part.slice(0, at).trim(), value: part.slice(at + 1) }
        })
}

export function formatEnvironment(rows: Variable[]): string {
    return rows
        .filter(row => row.name.trim())
        .map(row => `${row.name.trim()}=${row.value}`)
        .join(';')
}

/** Why a row cannot be kept; undefined when it can. */
export function wrongVariable(row: Variable): 'name' | 'value' | undefined {
    if (row.name && !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(row.name.trim())) return 'name'
    // The separator of the list cannot stand in a value.
    return /[;\n]/.test(row.value) ? 'value' : undefined
}
