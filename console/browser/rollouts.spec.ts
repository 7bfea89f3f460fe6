// A publish that goes in batches: planned, begun, paused, resumed, reverted, by hand in the browser.
import type { Page } from '@playwright/test'
import { words as deployments } from '../src/deployments/words'
import { words as rollouts } from '../src/rollouts/words'
import { words as shape } from '../src/shape/words'
import { words as ui } from '../src/ui/words'
import { enter, expect, test, visit } from './base'
import { cut, settled } from './looks'
import { until, type Stack } from './stack'
import { ask, keyedApp, login } from './traffic'
import { inLanguage } from './words'

const t = inLanguage('en')

/** Presses the button that asks and the one that confirms. */
async function act(page: Page, button: string) {
    await page.getByRole('button', { name: button, exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
}

async function versions(stack: Stack, deployment: number): Promise<string[]> {
    const page = await stack.get(`/deployments/${deployment}/placements`)
    return page.items.map((one: any) => one.observed?.version).sort()
}

test('a publish is planned, goes in batches, is paused, resumed and reverted', async ({ browser, stack }) => {
    test.setTimeout(240_000)
    const nodes = [await stack.startEnrolledAgent('east1'), await stack.startEnrolledAgent('east2')]
    const id = await stack.deployShell('pulse', nodes[0]!)
    await stack.post(`/deployments/${id}/placements`, { nodeId: nodes[1] })
    await stack.post('/rollouts', { deploymentId: id })
    await until('1.0 runs on both', async () => (await versions(stack, id)).join() === '1.0,1.0')
    await stack.upload(id, '1.1', 'shell-1.0.zip')

    const page = await enter(await visit(browser, stack), stack)

    // an edit says where it restarts what runs, before it is saved
    await page.goto(`/deployments/${id}/settings`)
    await page.getByRole('button', { name: t(shape, 'env.add') }).click()
    const variables = page.getByRole('group', { name: t(shape, 'environment') })
    await variables.getByLabel(t(shape, 'env.name')).fill('GREETING')
    await variables.getByLabel(t(shape, 'env.value')).fill('hello')
    await page.getByRole('button', { name: t(ui, 'save'), exact: true }).click()
    const question = page.getByRole('dialog')
    await expect(question.getByRole('row', { name: /GREETING.*hello/ })).toBeVisible()
    await expect(question.getByText('east1, east2')).toBeVisible()
    await question.getByRole('button', { name: t(ui, 'cancel'), exact: true }).click()

    await page.goto(`/deployments/${id}`)
    await page
        .getByRole('button', { name: t(deployments, 'publish'), exact: true })
        .first()
        .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t(rollouts, 'wish')).click()
    await dialog.getByLabel(new RegExp(`^${t(rollouts, 'wish.batch')}`)).fill('0%')
    await expect(dialog.getByText(t(rollouts, 'wish.amount'))).toBeVisible()
    await dialog.getByLabel(new RegExp(`^${t(rollouts, 'wish.batch')}`)).fill('1')
    await dialog.getByLabel(t(rollouts, 'wish.pause'), { exact: false }).fill('15')
    await dialog.getByLabel(t(rollouts, 'wish.pause'), { exact: false }).blur()
    await dialog.getByRole('button', { name: t(rollouts, 'plan.show') }).click()

    // the plan says what would happen, and does nothing
    await expect(page).toHaveURL(new RegExp(`/deployments/${id}/plan\\?.*batch=1`))
    await settled(page)
    await expect(page.getByText('1 + 1').first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'east2', exact: true })).toBeVisible()
    await expect(page.getByText(t(rollouts, 'move', { from: '1.0', to: '1.1' })).first()).toBeVisible()
    expect(await cut(page)).toEqual([])
    expect(await versions(stack, id)).toEqual(['1.0', '1.0'])
    await page.reload()
    await page.getByRole('button', { name: t(rollouts, 'plan.publish'), exact: true }).click()

    // the first batch, then the pause before the second
    await expect(page).toHaveURL(/\/rollouts\/\d+$/)
    await expect(page.getByText(t(rollouts, 'lane', { n: 2 }))).toBeVisible()
    await expect(page.getByText(t(rollouts, 'next.in', { n: 2, of: 2 }))).toBeVisible({ timeout: 40_000 })
    expect(await versions(stack, id)).toEqual(['1.0', '1.1'])
    await act(page, t(rollouts, 'act.pause'))
    await expect(page.getByText(t(ui, 'state.paused'), { exact: true }).first()).toBeVisible()
    expect(await cut(page)).toEqual([])
    await act(page, t(rollouts, 'act.resume'))
    await until('1.1 runs on both', async () => (await versions(stack, id)).join() === '1.1,1.1', 60)
    await expect(page.getByText(t(ui, 'state.done'), { exact: true }).first()).toBeVisible({ timeout: 30_000 })

    // and all of it back, in a rollout of its own that is linked both ways
    const first = Number(/\d+$/.exec(page.url())?.[0])
    await act(page, t(rollouts, 'act.revert'))
    await until('1.0 runs on both again', async () => (await versions(stack, id)).join() === '1.0,1.0', 60)
    await expect(page.getByRole('link', { name: t(rollouts, 'reverts', { id: first }) })).toBeVisible()
    await page.getByRole('link', { name: t(rollouts, 'reverts', { id: first }) }).click()
    await expect(page).toHaveURL(new RegExp(`/rollouts/${first}$`))
    await expect(page.getByText(t(ui, 'state.reverted'), { exact: true }).first()).toBeVisible()

    // the list of all knows it by its state
    await page.goto('/rollouts')
    await page.getByLabel(t(deployments, 'state')).selectOption('reverted')
    await expect(page).toHaveURL(/status=reverted/)
    await expect(page.getByRole('link', { name: 'pulse' })).toHaveCount(1)
    await page.context().close()
})

test('a scheduled publish waits, and never begins when it is cancelled', async ({ browser, stack }) => {
    const { id } = await stack.post('/deployments', { name: 'later', projectId: 1 })
    await stack.upload(id, '1.0', 'shell-1.0.zip')
    const node = await stack.startEnrolledAgent('west1')
    const made = await stack.post('/rollouts', {
        deploymentId: id,
        nodeIds: [node],
        startAt: Date.now() + 3_600_000,
    })
    const page = await enter(await visit(browser, stack), stack)
    await page.goto(`/deployments/${id}/rollouts/${made.id}`)
    await expect(page.getByText(t(rollouts, 'starts.in'))).toBeVisible()
    await act(page, t(rollouts, 'act.cancel'))
    await expect(page.getByText(t(ui, 'state.cancelled'), { exact: true }).first()).toBeVisible()
    expect((await stack.get(`/rollouts/${made.id}`)).status).toBe('cancelled')
    await page.context().close()
})

test('a publish shows who still calls the old process, and how calls come to the new one', async ({
    browser,
    stack,
}) => {
    test.setTimeout(240_000)
    const id = await stack.deployShell('till', await stack.startEnrolledAgent('market1'))
    await stack.post(`/deployments/${id}/placements`, { nodeId: await stack.startEnrolledAgent('market2') })
    await stack.call(
        'PATCH',
        `/deployments/${id}`,
        JSON.stringify({ services: [{ name: 'tills', port: 8091 }], drainWait: 12, ramp: 20 }),
        'application/json',
    )
    await stack.post('/rollouts', { deploymentId: id })
    await until('both are provided', async () => (await stack.get('/services?q=tills')).items[0]?.providers === 2)
    await stack.upload(id, '1.1', 'shell-1.0.zip')
    // it comes by and asks, and is never heard of again
    const caller = await login(stack, await keyedApp(stack, 'buyer'), '10.0.9.1@1')
    await ask(stack, caller, 'tills')

    const { id: rollout } = await stack.post('/rollouts', { deploymentId: id, batch: '1' })
    const looks = [
        { language: 'en', dark: false },
        { language: 'zh', dark: true },
    ] as const
    const seen = []
    for (const look of looks) {
        const page = await enter(await visit(browser, stack, look), stack)
        await page.goto(`/deployments/${id}/rollouts/${rollout}`)
        const say = inLanguage(look.language)
        const card = page.locator('section').filter({ hasText: say(rollouts, 'traffic.share') })
        seen.push({ page, say, card })
    }
    for (const { say, card } of seen) {
        const old = card.getByRole('row', { name: say(rollouts, 'traffic.leaving') })
        await expect(old).toContainText('buyer', { timeout: 30_000 })
    }
    for (const { page, say, card } of seen) {
        const ramps = say(rollouts, 'traffic.ramping')
        await expect(card.getByRole('row', { name: '1.1' }).filter({ hasText: ramps }).first()).toBeVisible({
            timeout: 60_000,
        })
        await expect(card.getByRole('img', { name: say(rollouts, 'traffic.picture') })).toBeVisible()
        await settled(page)
        expect(await cut(page)).toEqual([])
        await page.context().close()
    }
    await until('it is done', async () => (await stack.get(`/rollouts/${rollout}`)).status === 'done')
})
