import { words as access } from '../src/access/words'
import { words as changes } from '../src/changes/words'
import { words as frame } from '../src/frame/words'
import { enter, expect, signIn, test, visit } from './base'
import { PASSWORD, until } from './stack'
import { inLanguage } from './words'

const t = inLanguage('en')

test('signing in refuses a wrong password, then leads back to the page that was asked for', async ({
    browser,
    stack,
}) => {
    const page = await (await visit(browser, stack)).newPage()
    await page.goto('/changes?q=session')
    await expect(page).toHaveURL(/sign-in\?return=/)
    await signIn(page, 'en', 'admin', 'not the password')
    await expect(page.getByRole('alert')).toBeVisible()
    await signIn(page)
    await expect(page).toHaveURL(/\/changes\?q=session$/)
    await expect(page.getByRole('heading', { name: t(changes, 'title') })).toBeVisible()
    await page.context().close()
})

test('a session that was ended leads to the sign-in page and back', async ({ browser, stack }) => {
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/settings/tokens')
    await expect(page.getByRole('heading', { name: t(access, 'tokens') }).first()).toBeVisible()
    const admin = (await stack.get('/users?q=admin')).items[0]
    const kept = stack.token
    await stack.call('DELETE', `/users/${admin.id}/sessions`)
    await page.reload()
    await expect(page).toHaveURL(/sign-in\?return=/)
    await signIn(page)
    await expect(page).toHaveURL(/\/settings\/tokens/)
    await page.context().close()
    const again = await stack.post('/sessions', { name: 'admin', password: PASSWORD }, '')
    expect(again.token).not.toBe(kept)
    stack.token = again.token
})

test('a locked account is told so, with the right password only', async ({ browser, stack }) => {
    const { user } = await stack.post('/users', { name: 'lena', password: PASSWORD })
    await stack.call('PATCH', `/users/${user.id}`, JSON.stringify({ locked: true }), 'application/json')
    const page = await (await visit(browser, stack)).newPage()
    await signIn(page, 'en', 'lena')
    await expect(page.getByRole('alert')).toContainText(/locked/)
    await page.context().close()
})

test('the page says that the server is away, and goes on when it is back', async ({ browser, stack }) => {
    const page = await enter(await visit(browser, stack), stack)
    await page.goto('/changes')
    await expect(page.getByText('admin').first()).toBeVisible()
    await stack.stopServer()
    await expect(page.getByText(t(frame, 'line.gone').split('{')[0]!)).toBeVisible()
    await stack.startServer()
    await expect(page.getByText(t(frame, 'line.gone').split('{')[0]!)).toBeHidden({ timeout: 40_000 })
    await page.context().close()
})

test('an injected script is text wherever it appears', async ({ browser, stack }) => {
    const bad = `<img src=x onerror="document.title='taken'">`
    await stack.post('/users', { name: 'mallory', displayName: bad, password: PASSWORD })
    await stack.post('/projects', { name: 'odd', displayName: bad })
    await stack.post('/tokens', { kind: 'api', name: bad })
    const page = await enter(await visit(browser, stack), stack)
    for (const path of ['/changes', '/settings/users', '/settings/projects', '/settings/tokens']) {
        await page.goto(path)
        await expect(page.getByText(bad).first(), path).toBeVisible()
        expect(await page.title(), path).not.toContain('taken')
    }
    await page.context().close()
})

test('a new user chooses a password by the link that was made for them', async ({ browser, stack }) => {
    const { invitation } = await stack.post('/users', { name: 'ines' })
    const page = await (await visit(browser, stack)).newPage()
    await page.goto(invitation)
    await page.getByLabel(t(frame, 'password'), { exact: true }).fill('a password of her own')
    await page.getByRole('button', { name: t(frame, 'invite.act') }).click()
    await until('she is in', () => !page.url().includes('/invite'))
    expect((await (await page.request.get(`${stack.url}/api/v1/me`)).json()).name).toBe('ines')
    await page.context().close()
})
