/** Which machines a release fits; `any` for all. */
export interface Platform {
    os: string
    arch: string
}

export const systems = ['any', 'linux', 'linux-musl', 'windows', 'osx']
export const architectures = ['any', 'x64', 'x86', 'arm', 'arm64', 'la64', 'riscv64', 'mips64', 'ppc64le', 's390x']

/** `linux, x64`; empty when it fits everywhere. */
export function platformText(one: { os?: string; arch?: string }): string {
    return [one.os, one.arch].filter(part => part && part !== 'any').join(', ')
}
