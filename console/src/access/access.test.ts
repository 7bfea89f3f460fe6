import { expect, test } from 'vitest'
import { browserText, publicKeyOf } from './access'

test('a browser is known by its name', () => {
    const chrome =
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
    expect(browserText(chrome)).toBe('Chrome 142 · Linux')
    expect(browserText(`${chrome} Edg/141.0`)).toBe('Edge 141 · Linux')
    expect(
        browserText(
            'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15',
        ),
    ).toBe('Safari 18 · macOS')
    expect(browserText('stardust-cli/4.0.0')).toBe('stardust-cli/4.0.0')
    expect(browserText(undefined)).toBe('–')
})

test('publicKeyOf takes the key bare or as PEM, and nothing else', () => {
    const bare = 'GCWyjB9/l8RmEkTw+MIkVXhzQ3aMUBq5uJzHAJfxZ1s='
    expect(publicKeyOf(` ${bare}\n`)).toBe(bare)
    expect(publicKeyOf(`-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA${bare}\n-----END PUBLIC KEY-----\n`)).toBe(bare)
    expect(publicKeyOf('ssh-ed25519 AAAA')).toBeUndefined()
    expect(publicKeyOf(bare.slice(1))).toBeUndefined()
})
