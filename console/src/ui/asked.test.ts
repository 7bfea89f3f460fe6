import { flushPromises } from '@vue/test-utils'
import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import { useAsked } from './asked'

function askedBy() {
    const answers: ((value: string) => void)[] = []
    const scope = effectScope()
    const asked = scope.run(() => useAsked(() => new Promise<string>(resolve => answers.push(resolve))))!
    return { asked, answers, scope }
}

test('what an event tells is shown; an answer that it overtook is asked for again, once', async () => {
    const { asked, answers, scope } = askedBy()
    answers[0]!('old')
    await flushPromises()
    asked.alter(text => `${text}, told`)
    expect(asked.data.value).toBe('old, told')
    expect(answers).toHaveLength(1)

    void asked.refresh()
    asked.alter(() => 'newer')
    answers[1]!('from before')
    await flushPromises()
    expect(answers).toHaveLength(3)
    answers[2]!('newer')
    await flushPromises()
    expect(asked.data.value).toBe('newer')
    expect(answers).toHaveLength(3)
    scope.stop()
})

test('a page that was left asks for nothing more', async () => {
    const { asked, answers, scope } = askedBy()
    answers[0]!('old')
    await flushPromises()
    void asked.refresh()
    asked.alter(() => 'newer')
    scope.stop()
    answers[1]!('late')
    await flushPromises()
    expect(answers).toHaveLength(2)
    expect(asked.data.value).toBe('newer')
})
