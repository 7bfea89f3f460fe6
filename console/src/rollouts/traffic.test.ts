import { expect, test } from 'vitest'
import { calledState, curves, height, inOrder, keyOf, sampled, width, type Called, type Sample } from './traffic'

const called = (what: Partial<Called> = {}): Called => ({
    placementId: 1,
    client: 'orders@web1',
    serviceId: 1,
    service: 'Orders',
    ownWeight: 100,
    weight: 100,
    percent: 50,
    canary: false,
    leaving: false,
    waiting: 0,
    silent: [],
    ...what,
})

test('a process says what becomes of its calls', () => {
    expect(calledState(called())).toBe('whole')
    expect(calledState(called({ weight: 40 }))).toBe('ramping')
    expect(calledState(called({ weight: 22, canary: true }))).toBe('canary')
    expect(calledState(called({ weight: 0, canary: true, leaving: true }))).toBe('leaving')
})

test('who is about to stop comes first', () => {
    const all = [called(), called({ client: 'b', canary: true }), called({ client: 'a', leaving: true })]
    expect(inOrder(all).map(one => one.client)).toEqual(['a', 'b', 'orders@web1'])
})

test('a share is drawn as steps over the whole width', () => {
    let samples: Sample[] = []
    samples = sampled(samples, [called({ percent: 100 })], 1_000)
    expect(curves(samples, [keyOf(called())])).toEqual([])
    samples = sampled(samples, [called({ percent: 10 })], 2_000)
    samples = sampled(samples, [], 3_000)
    expect(curves(samples, [keyOf(called())])[0]?.path).toBe(`M0 0H${width / 2}V${height * 0.9}H${width}V${height}`)
})
