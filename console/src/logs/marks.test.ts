// When marks are made, and where they stand.
import { afterEach, expect, it, vi } from 'vitest'
import { listMarks, spotsOf, within, type Mark } from './marks'

const mark = (at: number): Mark => ({ key: String(at), at, text: '', to: '' })
const told = (marks: readonly number[], gap: number) =>
    spotsOf(marks.map(mark), 1000, 2000, gap).map(spot => [spot.at, spot.marks.map(one => one.at)])

afterEach(() => vi.unstubAllGlobals())

it('stands where its moment is', () => {
    expect(told([1250, 1900], 8)).toEqual([
        [25, [1250]],
        [90, [1900]],
    ])
})

it('leaves out what lies before, and at the end or behind it', () => {
    expect(within([mark(2000), mark(1999), mark(1000), mark(999)], 1000, 2000).map(one => one.at)).toEqual([1000, 1999])
})

it('shares a spot with those that are too close to its first', () => {
    expect(told([1100, 1300, 1179, 1180, 1170], 8)).toEqual([
        [10, [1100, 1170, 1179]],
        [18, [1180]],
        [30, [1300]],
    ])
})

it('is made of what began, when it began', async () => {
    const of = { deploymentId: 5, deploymentName: 'web', version: '1.4', kind: 'publish' }
    const items = [
        { ...of, id: 1, status: 'done', createdAt: 1000, finishedAt: 1500 },
        { ...of, id: 2, status: 'done', kind: 'rollback', createdAt: 1000, startAt: 1600, finishedAt: 1700 },
        { ...of, id: 3, status: 'scheduled', createdAt: 1000, startAt: 1800 },
        { ...of, id: 4, status: 'cancelled', createdAt: 1000, startAt: 1800, finishedAt: 1200 },
    ]
    const asked: string[] = []
    vi.stubGlobal('fetch', async (request: Request) => {
        asked.push(request.url.replace(/.*\/api\/v1/, ''))
        return Response.json({ items: request.url.includes('config') ? [{ number: 1, createdAt: 1100 }] : items })
    })
    const marks = await listMarks(3, 1000, 2000)
    expect(marks.map(one => [one.key, one.at, one.to])).toEqual([
        ['rollout.1', 1000, '/deployments/5/rollouts/1'],
        ['rollout.2', 1600, '/deployments/5/rollouts/2'],
        ['config.1', 1100, '/configs/3/releases?from=0&to=1'],
    ])
    expect(marks[1]!.text).toContain('rollback of web to 1.4')
    expect(asked).toEqual([
        '/rollouts?from=1000&to=2000&limit=500&app=3',
        '/apps/3/config/releases?from=1000&to=2000&limit=500',
    ])
})
