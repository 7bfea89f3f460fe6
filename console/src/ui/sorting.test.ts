import { expect, test } from 'vitest'
import { sorted } from './list'

test('rows are sorted as people read them, those without a value last', () => {
    const rows = ['1.10.0', undefined, '1.9.0', ''].map(version => ({ version }))
    const versions = (descending: boolean) => sorted(rows, row => row.version, descending).map(row => row.version)

    expect(versions(false)).toEqual(['1.9.0', '1.10.0', undefined, ''])
    expect(versions(true)).toEqual(['1.10.0', '1.9.0', undefined, ''])
    expect(sorted([{ n: 3 }, { n: 20 }, { n: 1 }], row => row.n, true).map(row => row.n)).toEqual([20, 3, 1])
})
