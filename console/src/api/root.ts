/** The page's own files are named from where it was opened, so its icon tells where they lie. */
const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
/** As the browser reads it now: with the next page of another depth it would look for it anew. */
if (icon) icon.setAttribute('href', icon.href)

/** The path below which the console lies, without a slash at its end: empty unless a proxy put one before. */
export const root = rootOf(icon?.href)

/** How people and machines reach the server, as far as this page knows: no slash at its end. */
export const server = location.origin + root

export function rootOf(icon: string | undefined): string {
    return icon ? new URL('.', icon).pathname.slice(0, -1) : ''
}
