import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import ItemValue from './ItemValue.vue'

test('a value of many lines is one line, and whole when it is asked for', async () => {
    const value = 'shop: /shop\nbank: /bank'
    const wrapper = mount(ItemValue, { props: { value } })
    expect(wrapper.get('span').text()).toBe('shop: /shop ⏎ bank: /bank')
    await wrapper.get('button').trigger('click')
    expect(wrapper.get('pre').element.textContent).toBe(value)
    expect(wrapper.get('button').attributes('aria-expanded')).toBe('true')
    await wrapper.get('button').trigger('click')
    expect(wrapper.find('pre').exists()).toBe(false)
})

test('a short value, an empty one and a secret have nothing more to show', () => {
    const all: { value?: string; secret?: boolean }[] = [{ value: '10.0.0.5' }, { value: '' }, { secret: true }, {}]
    for (const props of all) expect(mount(ItemValue, { props }).find('button').exists()).toBe(false)
})
