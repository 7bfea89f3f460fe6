import { describe, expect, it } from 'vitest'
import { platformText } from './platform'
import { nameOf, newest, proposedVersion, versionOf, type Release } from './releases'
import { refused } from './upload'

const zip = new Uint8Array([0x50, 0x4b, 3, 4])

describe('what a file name tells', () => {
    it('is the version', () => {
        expect(versionOf('hello-1.2.0.zip')).toBe('1.2.0')
        expect(versionOf('shop_v3-rc1.zip')).toBe('3-rc1')
        expect(versionOf('shop-2.0.1.jar')).toBe('2.0.1')
        expect(versionOf('shop_v3.zip')).toBe('3')
    })

    it('is nothing when there is none', () => expect(versionOf('hello.zip')).toBeUndefined())

    it('is a name for its deployment', () => {
        expect(nameOf('hello-1.2.0.zip')).toBe('hello')
        expect(nameOf('web_shop_v3-rc1.zip')).toBe('web_shop')
        expect(nameOf('hello.JAR')).toBe('hello')
        expect(nameOf('my app (2).zip')).toBe('my-app-2-')
    })

    it('is followed by the next number when it is taken, or tells none', () => {
        expect(proposedVersion('hello-1.2.0.zip', ['1.1.0'])).toBe('1.2.0')
        expect(proposedVersion('hello-1.2.0.zip', ['1.2.1', '1.2.0'])).toBe('1.2.2')
        expect(proposedVersion('hello.jar', ['1.9', '1.8'])).toBe('1.10')
        expect(proposedVersion('hello.zip', ['20261128-101500'])).toBeUndefined()
        expect(proposedVersion('hello.zip', ['beta'])).toBeUndefined()
        expect(proposedVersion('hello.zip', [])).toBeUndefined()
    })
})

describe('a file', () => {
    it('above the limit is refused before it travels', () => {
        expect(refused('big.zip', 2 ** 31, zip, 2 ** 30)).toBe('size')
        expect(refused('fits.zip', 2 ** 30, zip, 2 ** 30)).toBeUndefined()
    })

    it('that is no zip is refused, whatever it is called', () => {
        expect(refused('fake.zip', 10, new Uint8Array([0x7f, 0x45]), undefined)).toBe('kind')
        expect(refused('app.war', 10, zip, undefined)).toBeUndefined()
        expect(refused('nothing.zip', 0, zip, undefined)).toBe('empty')
    })
})

describe('releases', () => {
    const release = (id: number, enabled = true) => ({ id, enabled }) as Release

    it('newest leaves out what may not be used', () => {
        expect(newest([release(1), release(3, false), release(2)])?.id).toBe(2)
    })

    it('newest is none that has just failed', () => {
        expect(newest([release(1), { ...release(2), failedIn: 9 } as Release])?.id).toBe(1)
    })
})

it('a platform is told where it is one', () => {
    expect(platformText({ os: 'linux', arch: 'any' })).toBe('linux')
    expect(platformText({})).toBe('')
})
