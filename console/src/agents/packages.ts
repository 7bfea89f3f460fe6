/** What the name of a package of the agent tells: `stardust-agent-4.0.1-linux-x64.tar.gz`. */
export function packageOf(fileName: string): { version?: string; platform?: string } {
    const found =
        /agent-v?(\d[A-Za-z0-9.+]*(?:-(?!linux|win|osx)[A-Za-z0-9.]+)*)(?:-((?:linux(?:-musl)?|win|osx)-[a-z0-9]+))?\.(?:tar\.gz|tgz|zip)$/.exec(
            fileName,
        )
    return { version: found?.[1], platform: found?.[2] }
}
