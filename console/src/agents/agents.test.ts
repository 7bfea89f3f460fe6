import { expect, it } from 'vitest'
import { packageOf } from './packages'

it('version and platform are read from the name of a package', () => {
    expect(packageOf('agent-4.0.1-linux-x64.tar.gz')).toEqual({ version: '4.0.1', platform: 'linux-x64' })
    expect(packageOf('stardust-agent-4.1.0-beta2-linux-musl-arm64.tar.gz')).toEqual({
        version: '4.1.0-beta2',
        platform: 'linux-musl-arm64',
    })
    expect(packageOf('other.zip')).toEqual({})
})
