import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeSource, last } from './line.fixture'
import { connect, disconnect, live, useLive, useResumed } from './live'

let answer: () => Promise<Response>

beforeEach(() => {
    vi.useFakeTimers()
    FakeSource.all = []
    vi.stubGlobal('EventSource', FakeSource)
    answer = async () => Response.json({ id: 1, name: 'anna', platform: true, actor: 'x', projects: [] })
    vi.stubGlobal('fetch', () => answer())
})
afterEach(() => {
    disconnect()
    vi.useRealTimers()
    vi.unstubAllGlobals()
})

test('events reach who asked for them, as long as they live', () => {
    const heard: unknown[] = []
    const scope = effectScope()
    scope.run(() => useLive('node', event => heard.push(event)))
    connect()
    connect()
    last().onopen?.()

    last().say('node', '{"id":3,"projectId":1,"status":"online"}')
    last().say('node', 'not json')
    last().say('rollout', '{"id":9}')
    scope.stop()
    last().say('node', '{"id":4}')

    expect(FakeSource.all).toHaveLength(1)
    expect(live.status).toBe('live')
    expect(heard).toEqual([{ id: 3, projectId: 1, status: 'online' }])
})

test('a line that breaks twice is said to be lost, and what was missed is asked for after it', async () => {
    const resumed = vi.fn()
    const scope = effectScope()
    scope.run(() => useResumed(resumed))
    connect()
    last().onopen?.()

    last().onerror?.()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(live.status).toBe('live')
    last().onerror?.()
    await vi.advanceTimersByTimeAsync(1)
    expect(live.status).toBe('lost')

    await vi.advanceTimersByTimeAsync(30_000)
    last().onopen?.()
    expect(live.status).toBe('live')
    expect(resumed).toHaveBeenCalledOnce()
    expect(FakeSource.all.filter(source => !source.closed)).toHaveLength(1)
    scope.stop()
})

test('a server that does not answer is gone since it was last heard', async () => {
    connect()
    last().onopen?.()
    answer = () => Promise.reject(new TypeError('refused'))
    await vi.advanceTimersByTimeAsync(20_000)
    last().say('ping', '{}')
    const heard = Date.now()
    await vi.advanceTimersByTimeAsync(5_000)

    last().onerror?.()
    await vi.advanceTimersByTimeAsync(1)

    expect(live.status).toBe('gone')
    expect(live.since).toBe(heard)
})

test('a line that is silent for too long is dead', async () => {
    connect()
    last().onopen?.()
    await vi.advanceTimersByTimeAsync(30_000)
    last().say('ping', '{}')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(FakeSource.all).toHaveLength(1)

    await vi.advanceTimersByTimeAsync(15_000)

    expect(FakeSource.all).toHaveLength(2)
    expect(FakeSource.all[0]!.closed).toBe(true)
})

test('an ended session ends the line', async () => {
    connect()
    last().onopen?.()
    answer = async () => new Response('', { status: 401 })

    last().onerror?.()
    await vi.advanceTimersByTimeAsync(60_000)

    expect(live.status).toBe('idle')
    expect(FakeSource.all).toHaveLength(1)
})

test('a page out of sight gives its line back, and asks anew when it is looked at again', () => {
    const look = (state: string) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
    }
    let asked = 0
    const scope = effectScope()
    scope.run(() => useResumed(() => asked++))
    connect()
    last().onopen?.()

    look('hidden')
    vi.advanceTimersByTime(10_000)
    look('visible')
    expect(last().closed).toBe(false)

    look('hidden')
    vi.advanceTimersByTime(30_000)
    expect(last().closed).toBe(true)
    expect(live.status).toBe('resting')

    look('visible')
    last().onopen?.()
    expect(live.status).toBe('live')
    expect(asked).toBe(1)
    scope.stop()
})
