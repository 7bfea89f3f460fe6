import { expect, test } from 'vitest'
import { root, rootOf, server } from './root'

test('the root is the folder of the icon, as the page names it from wherever it was opened', () => {
    expect(rootOf('https://deploy.example/icon.svg')).toBe('')
    expect(rootOf('https://deploy.example/ops/stardust/icon.svg')).toBe('/ops/stardust')
    expect(rootOf(undefined)).toBe('')
})

test('without a path the server is reached at its host', () => {
    expect(root).toBe('')
    expect(server).toBe(location.origin)
})
