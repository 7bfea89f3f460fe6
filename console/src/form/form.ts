import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { useEdit, type Edit } from '@/ui/edit'

/** The form of one thing on its page; `SaveBar` saves it. */
export interface Form<D, E extends object> {
    draft: Ref<D>
    /** The draft as it was before anything was typed. */
    before: ComputedRef<D>
    /** What would be sent: only what differs. */
    edit: ComputedRef<E>
    touched: ComputedRef<boolean>
    /** That the draft began from. */
    revision: ComputedRef<number>
    discard(): void
    save(): Promise<void>
    clash: Edit
    saved(): void
    done(): string
    subject(): string
}

/**
 * What others save is taken over as long as nothing is typed; afterwards their edit is found at saving, and the person
 * chooses. `edit` tells only what differs.
 */
export function useForm<T extends { revision: number }, D, E extends object>(options: {
    thing: () => T
    draft: (thing: T) => D
    edit: (before: D, after: D) => E
    read: () => Promise<T>
    save: (edit: E, revision: number) => Promise<T>
    saved: () => void
    done: () => string
    failed: () => string
    subject: () => string
}): Form<D, E> {
    const from = shallowRef(options.thing())
    const before = computed(() => options.draft(from.value))
    const draft = ref(options.draft(from.value)) as Ref<D>
    const edit = computed(() => options.edit(before.value, draft.value))
    const touched = computed(() => Object.keys(edit.value).length > 0)

    function fill(thing: T) {
        from.value = thing
        draft.value = options.draft(thing)
    }
    watch(
        () => options.thing().revision,
        () => {
            if (!touched.value) fill(options.thing())
        },
    )
    const put = async (wanted: E, revision: number) => fill(await options.save(wanted, revision))
    const { saved, done, failed, subject } = options
    return {
        draft,
        before,
        edit,
        touched,
        revision: computed(() => from.value.revision),
        discard: () => fill(options.thing()),
        save: () => put(edit.value, from.value.revision),
        clash: useEdit<T>({
            read: options.read,
            save: (fields, revision) => put(fields as E, revision),
            saved: async () => {
                fill(await options.read())
                saved()
            },
            done,
            failed,
            subject,
        }),
        saved,
        done,
        subject,
    }
}
