import { describe, expect, test } from 'vitest'
import { dark, light, type Palette } from './palette'

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
        const c = parseInt(colour.slice(at, at + 2), 16) / 255
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
}

const grounds = ['ground', 'surface', 'sunken', 'raised', 'hover'] as const
const texts = ['text', 'soft', 'faint', 'accentText', 'good', 'warn', 'bad', 'info', 'idle'] as const
const pairs: [keyof Palette, keyof Palette][] = [
    ...texts.flatMap(text => grounds.map(ground => [text, ground] as [keyof Palette, keyof Palette])),
    ['onAccent', 'accent'],
    ['onAccent', 'accentHover'],
    ['onAccent', 'accentPressed'],
    ['onAccent', 'badSolid'],
    ['accentText', 'accentTint'],
    ['text', 'accentTint'],
    ...(['good', 'warn', 'bad', 'info', 'idle'] as const).flatMap(
        tone =>
            [
                [tone, `${tone}Tint`],
                ['text', `${tone}Tint`],
                ['soft', `${tone}Tint`],
            ] as [keyof Palette, keyof Palette][],
    ),
]

describe.each([
    ['light', light],
    ['dark', dark],
])('%s', (_name, palette) => {
    test.each(pairs)('%s on %s can be read', (text, ground) => {
        expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5)
    })

    test.each(['ground', 'surface', 'raised'] as const)('edges of fields stand out on %s', ground => {
        expect(contrast(palette.edge, palette[ground])).toBeGreaterThanOrEqual(3)
    })
})
