/**
 * The colours, once: the style sheet's variables and the component library's overrides are both made of them.
 * A test holds every text colour against every ground it stands on (WCAG 2.2 AA, 4.5:1).
 */
export interface Palette {
    ground: string
    surface: string
    sunken: string
    raised: string
    hover: string
    line: string
    edge: string
    text: string
    soft: string
    faint: string
    accent: string
    accentHover: string
    accentPressed: string
    accentText: string
    accentTint: string
    onAccent: string
    good: string
    goodTint: string
    warn: string
    warnTint: string
    bad: string
    badTint: string
    badSolid: string
    info: string
    infoTint: string
    idle: string
    idleTint: string
}

export const light: Palette = {
    ground: '#fafbfc',
    surface: '#ffffff',
    sunken: '#f4f5f8',
    raised: '#ffffff',
    hover: '#f2f3f7',
    line: '#e4e6ec',
    edge: '#8b91a0',
    text: '#1a1d24',
    soft: '#4a5160',
    faint: '#646b7a',
    accent: '#4650c8',
    accentHover: '#3c46b8',
    accentPressed: '#333ca3',
    accentText: '#414bc0',
    accentTint: '#eceefb',
    onAccent: '#ffffff',
    good: '#12703f',
    goodTint: '#e4f5ea',
    warn: '#8a5300',
    warnTint: '#fdf1da',
    bad: '#bd2433',
    badTint: '#fdeaec',
    badSolid: '#c62a38',
    info: '#1762a6',
    infoTint: '#e5f1fb',
    idle: '#565d6b',
    idleTint: '#eef0f3',
}

export const dark: Palette = {
    ground: '#0e1014',
    surface: '#14171d',
    sunken: '#0b0d11',
    raised: '#1b1f27',
    hover: '#1d212a',
    line: '#262b35',
    edge: '#656e7f',
    text: '#e7e9ee',
    soft: '#b0b7c4',
    faint: '#8e96a5',
    accent: '#5a65e0',
    accentHover: '#515cd6',
    accentPressed: '#4650c2',
    accentText: '#a3adff',
    accentTint: '#20243f',
    onAccent: '#ffffff',
    good: '#58cf94',
    goodTint: '#12291e',
    warn: '#eeb457',
    warnTint: '#2e2412',
    bad: '#ff8a91',
    badTint: '#351a1e',
    badSolid: '#cf3644',
    info: '#79bdf5',
    infoTint: '#12263a',
    idle: '#a0a8b6',
    idleTint: '#20242c',
}
