import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { me } from '@/api/session'

/** The project chosen, from the URL; undefined means all that the person may see. */
export function useProject() {
    const route = useRoute()
    const router = useRouter()
    const id = computed(() => {
        const chosen = Number(route.query['project'])
        return chosen > 0 ? chosen : undefined
    })
    return {
        id,
        project: computed(() => me.value?.projects.find(project => project.id === id.value)),
        choose(next: number | undefined) {
            void router.push({ path: route.path, query: { ...route.query, project: next?.toString() } })
        },
    }
}
