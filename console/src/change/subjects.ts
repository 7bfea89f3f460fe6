/** The page of a thing by its kind in the changes; undefined when it has none. */
export function pageOf(kind: string, id: string | number): string | undefined {
    switch (kind) {
        case 'node':
            return `/nodes/${id}`
        case 'deployment':
            return `/deployments/${id}`
        case 'app':
            return `/apps/${id}`
        case 'config':
            return `/configs/${id}`
        case 'service':
            return `/services/${id}`
        case 'grant':
            return '/apps/grants'
        case 'person':
            return `/settings/users/${id}`
        case 'project':
            return `/settings/projects/${id}`
        case 'setting':
            return `/settings/server?q=${encodeURIComponent(id)}`
        default:
            return undefined
    }
}
