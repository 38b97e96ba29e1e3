import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password, startSignInServer, type SignInServer } from './sign-in-server.ts'
import { signInStepsAt } from './sign-in-steps.ts'

let server: SignInServer
const { visit } = signInStepsAt(() => server)

beforeAll(async () => {
  server = await startSignInServer()
})
afterAll(() => server.close())

const audited = async () => {
  const { items } = await server.store.auditLog.list(server.people.operator.organizationId, { limit: 50 })
  return items.map(({ action, actor, object, outcome, code, values }) => ({ action, actor, object, outcome, code, values }))
}

describe('accounts', () => {
  it('lock after wrong passwords, unknown ones too, with the same words', async () => {
    const texts = []
    for (const email of ['operator@contoso.example', 'nobody@contoso.example']) {
      const visitor = visit()
      let page = await visitor.go('/sign-in')
      for (let count = 0; count < 5; count += 1) {
        page = await visitor.submit(page, { email, password: `wrong ${count}` })
        expect(page.status).toBe(401)
      }
      page = await visitor.submit(page, { email, password })
      expect(page.status).toBe(429)
      texts.push(page.text.replaceAll(email, 'somebody').replace(/value="[A-Za-z0-9_-]{43}"/g, ''))
    }
    expect(texts[0]).toBe(texts[1])
    server.clock.ahead += 16_000
    const visitor = visit()
    expect((await visitor.submit(await visitor.go('/sign-in'), { email: 'operator@contoso.example', password })).url).toMatch(
      /\/console\/locations$/,
    )
    await server.signIn.close()
    const common = { actor: 'operator@contoso.example', object: '127.0.0.1' }
    // Newest first; the five wrong passwords and the try while locked are one entry.
    expect(await audited()).toEqual([
      { ...common, action: 'signIn.failed', outcome: 'refused', code: 'CW5007', values: { times: 6 } },
      { ...common, action: 'signIn.console', outcome: 'done', code: undefined, values: {} },
      { ...common, action: 'signIn.locked', outcome: 'refused', code: 'CW5008', values: { seconds: 15 } },
    ])
  })

  it('get their first password through a link that works once', async () => {
    const user = await server.store.users.create(
      server.people.owner.organizationId,
      { email: 'New@contoso.example', name: 'New', role: 'owner' },
      new Date(),
    )
    const link = await server.signIn.createPasswordLink(user.id)
    const visitor = visit()
    const form = await visitor.go(link)
    for (const [fields, words] of [
      [{ new: 'short', repeat: 'short' }, 'fewer than 12'],
      [{ new: 'long enough by far', repeat: 'but not the same' }, 'not the same'],
      [{ new: 'new@contoso.example', repeat: 'new@contoso.example' }, 'your email address'],
    ] as const) {
      const again = await visitor.submit(form, fields)
      expect(again.status).toBe(422)
      expect(again.text).toContain(words)
    }
    const done = await visitor.submit(form, { new: 'long enough by far', repeat: 'long enough by far' })
    expect(done.text).toContain('Your password is set')
    expect((await visitor.submit(done, { email: 'new@contoso.example', password: 'long enough by far' })).text).toContain(
      'Resource locations',
    )
    expect((await visit().go(link)).status).toBe(410)
  })

  it('change their password, which ends other sessions', async () => {
    const user = await server.store.users.create(
      server.people.owner.organizationId,
      { email: 'changing@contoso.example', name: 'C', role: 'reader' },
      new Date(),
    )
    const link = await server.signIn.createPasswordLink(user.id)
    const [one, two] = [visit(), visit()]
    const set = await one.submit(await one.go(link), { new: 'the first password', repeat: 'the first password' })
    await one.submit(set, { email: user.email, password: 'the first password' })
    await two.submit(await two.go('/sign-in'), { email: user.email, password: 'the first password' })
    const form = await one.go('/sign-in/password')
    expect(
      (await one.submit(form, { present: 'not it', new: 'the second password', repeat: 'the second password' }, '/sign-in/password'))
        .status,
    ).toBe(401)
    const done = await one.submit(
      form,
      { present: 'the first password', new: 'the second password', repeat: 'the second password' },
      '/sign-in/password',
    )
    expect(done.url).toMatch(/\/console\/locations$/)
    expect((await two.go('/console')).url).toContain('/sign-in?')
  })

  it('sign out for good, and cookies are host-only, secure and out of reach of scripts', async () => {
    const visitor = visit()
    const home = await visitor.submit(await visitor.go('/sign-in'), { email: 'operator@contoso.example', password })
    const stolen = [...visitor.cookies]
    for (const { name, attributes } of stolen) {
      expect(name).toMatch(/^__(Host|Secure)-/)
      expect(attributes).toMatch(/Secure/i)
      expect(attributes).toMatch(/HttpOnly/i)
      expect(attributes).toMatch(/SameSite=Lax/i)
    }
    expect((await visitor.submit(home, {}, '/sign-in/out')).text).toContain('You are signed out')
    visitor.cookies = stolen
    expect((await visitor.go('/console')).url).toContain('/sign-in?')
  })

  it('never leads to another host after sign-in', async () => {
    for (const target of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/console/../..//evil.example',
      'javascript:alert(1)',
    ]) {
      const visitor = visit()
      const home = await visitor.submit(await visitor.go(`/sign-in?return=${encodeURIComponent(target)}`), {
        email: 'operator@contoso.example',
        password,
      })
      expect(new URL(home.url).origin).toBe(server.origin)
    }
  })
})
