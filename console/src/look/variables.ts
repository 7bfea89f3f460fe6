import { dark, light, type Palette } from './palette'

function rules(selector: string, palette: Palette): string {
    const lines = Object.entries(palette).map(([name, colour]) => `--${name}:${colour}`)
    return `${selector}{${lines.join(';')}}`
}

/** Gives the style sheet the palette as variables, for both themes; done once, before the first component. */
export function paintVariables(): void {
    const sheet = document.createElement('style')
    sheet.textContent = rules(':root', light) + rules(":root[data-theme='dark']", dark)
    document.head.append(sheet)
}
