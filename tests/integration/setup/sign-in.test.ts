import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { request } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowDeviceSignIn } from '../../../cloud/sign-in/device-sign-in.ts'
import { type SignInState } from '../../../contract/enrollment.ts'
import { type OrganizationId } from '../../../contract/ids.ts'
import { type Engine } from '../../../setup/engine.ts'
import { discover } from '../../../setup/enrollment/discovery.ts'
import { openHttpDoor } from '../../../setup/enrollment/http-door.ts'
import { type SetupBench, snapshotThat, startSetupBench } from './setup-bench.ts'

let bench: SetupBench

beforeAll(async () => {
  bench = await startSetupBench()
}, 180_000)
afterAll(() => bench.stop(), 180_000)

type Waiting = Extract<SignInState, { is: 'waiting' }>

const begin = async (engine: Engine, method: 'browser' | 'device' = 'browser'): Promise<Waiting> => {
  await engine.presetTried()
  const begun = await engine.call('startSignIn', { method })
  expect(begun).toEqual({ ok: true, value: {} })
  const { signIn } = engine.snapshot
  if (signIn.is !== 'waiting') throw new Error(JSON.stringify(signIn))
  return signIn
}
const outcome = async (engine: Engine) => (await snapshotThat(engine, ({ signIn }) => signIn.is !== 'waiting')).signIn

describe('signing in with the browser', () => {
  it('shows words and a short address, and ends signed in with the organization', async () => {
    const opened: string[] = []
    const engine = await bench.engine(bench.folder(), { openBrowser: async (address) => opened.push(address) > 0 })
    const waiting = await begin(engine)
    expect(waiting.words).toMatch(/^[A-Z]{3,12} [0-9]{2}$/)
    expect(waiting.shortAddress).toMatch(new RegExp(`^${bench.controlPlane.address}/s/`))
    expect(opened).toEqual([waiting.shortAddress])
    await bench.consent(waiting.shortAddress ?? '')
    expect(await outcome(engine)).toMatchObject({ is: 'signedIn', account: { email: bench.demo.account.email, organization: 'Contoso' } })
    await engine.call('loadLocations', {})
    const { locations } = await snapshotThat(engine, ({ locations: { is } }) => is === 'loaded')
    expect(locations).toMatchObject({ mayCreate: true, proposedName: 'CONN-2022', locations: [{ name: 'Munich' }, { name: 'Shanghai' }] })
    const made = await engine.call('createLocation', { name: 'Vienna' })
    expect(made).toMatchObject({ ok: true, value: { name: 'Vienna', connectors: [] } })
    if (!made.ok) return
    expect(
      await engine.call('choose', { locationId: made.value.id, connectorName: 'CONN-2022', labels: [{ key: 'rack', value: '7' }] }),
    ).toMatchObject({ ok: true, value: { locationName: 'Vienna' } })
    expect(await engine.call('createLocation', { name: 'Vienna' })).toMatchObject({ ok: false })
    await engine.call('signOut', {})
    expect(engine.snapshot).toMatchObject({ signIn: { is: 'ready' }, locations: { is: 'none' } })
    expect(engine.snapshot.plan).toBeUndefined()
    expect(await engine.call('startInstall', {})).toMatchObject({ ok: false })
  })

  it('installs as the person who signed in', async () => {
    const folder = bench.folder()
    const engine = await bench.engine(folder)
    await bench.consent((await begin(engine)).shortAddress ?? '')
    await outcome(engine)
    await engine.call('runChecks', {})
    await engine.call('loadLocations', {})
    const { locations } = await snapshotThat(engine, ({ locations: { is }, checks }) => is === 'loaded' && checks.run.is === 'done')
    const [location] = locations.is === 'loaded' ? locations.locations : []
    if (location === undefined) throw new Error('no location')
    await engine.call('choose', { locationId: location.id, connectorName: 'by-person', labels: [] })
    expect(await engine.call('startInstall', {})).toEqual({ ok: true, value: {} })
    expect(await engine.installEnd()).toBeUndefined()
    const enrollments = await bench.controlPlane.store.enrollments.list(bench.demo.organization.id, { limit: 5 })
    expect(enrollments.items[0]).toMatchObject({ by: bench.demo.account.email, method: 'browser' })
    await engine.call('uninstall', {})
    expect(await engine.installEnd()).toBeUndefined()
  })

  it('says that the person refused', async () => {
    const engine = await bench.engine(bench.folder())
    await bench.consent((await begin(engine)).shortAddress ?? '', '/refuse')
    expect(await outcome(engine)).toMatchObject({ is: 'ready', failure: { code: 'CW2010' } })
  })

  it('is cancelled at once', async () => {
    const engine = await bench.engine(bench.folder())
    await begin(engine)
    await engine.call('cancelSignIn', {})
    expect(await outcome(engine)).toMatchObject({ is: 'ready', failure: { code: 'CW2011' } })
  })

  it('refuses an account of another organization than the connection file names', async () => {
    const connectionFile = {
      ...bench.controlPlane.connectionFile,
      organization: { id: 'org_00000000000000000000000000' as OrganizationId, name: 'Fabrikam' },
    }
    const engine = await bench.engine(bench.folder(), { connectionFile })
    await bench.consent((await begin(engine)).shortAddress ?? '')
    expect(await outcome(engine)).toMatchObject({
      is: 'ready',
      failure: { code: 'CW2016', values: { expected: 'Fabrikam', found: 'Contoso' } },
    })
  })

  it('offers a code for another device only where the organization allows it', async () => {
    // The demo allows it.
    await allowDeviceSignIn(bench.database, bench.demo.organization.id, false)
    const engine = await bench.engine(bench.folder())
    await engine.presetTried()
    expect(await engine.call('startSignIn', { method: 'device' })).toMatchObject({ ok: false, failure: { code: 'CW2014' } })
    await allowDeviceSignIn(bench.database, bench.demo.organization.id, true)
    // Read anew: what a control plane offers is looked at once for an address.
    await engine.call('changeAddress', {})
    await engine.call('discover', { address: bench.controlPlane.address })
    const waiting = await begin(engine, 'device')
    expect(waiting).toMatchObject({ method: 'device', verificationAddress: expect.stringContaining(bench.controlPlane.address) as string })
    const browser = bench.visitor()
    const confirm = await browser.submit(await browser.go(waiting.verificationAddress ?? ''), { user_code: waiting.userCode ?? '' })
    const form = await browser.submit(confirm)
    const { email, password } = bench.demo.account
    const consent = await browser.submit(form, { email, password: password.reveal() }, '/password')
    expect(consent.text).toContain(waiting.words)
    await browser.submit(consent, {}, '/allow')
    expect(await outcome(engine)).toMatchObject({ is: 'signedIn', account: { email } })
  })
})

/** The address of the loopback listener, found as another program on the machine would: by its listening port. */
const listenerOf = async (): Promise<string> => {
  const inodes = readFileSync('/proc/self/net/tcp', 'latin1')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.startsWith('0100007F:') === true && fields[3] === '0A')
    .map((fields) => parseInt(fields[1]?.slice(9) ?? '0', 16))
  for (const port of inodes.toReversed()) {
    const answer = await fetch(`http://127.0.0.1:${port}/callback?none`, { method: 'POST', signal: AbortSignal.timeout(500) }).catch(
      () => undefined,
    )
    if (answer?.status === 404 && answer.headers.get('connection') === 'close') return `http://127.0.0.1:${port}`
  }
  throw new Error('no listener')
}

describe('the loopback listener', () => {
  it('takes no answer with another state, host name, path or method', async () => {
    const engine = await bench.engine(bench.folder())
    await begin(engine)
    const origin = await listenerOf()
    const rebound = await new Promise<number | undefined>((done) => {
      request(`${origin}/callback?code=x&state=y`, { headers: { host: 'evil.example' } }, (answer) => done(answer.statusCode)).end()
    })
    expect(rebound).toBe(404)
    expect((await fetch(`${origin}/favicon.ico`)).status).toBe(404)
    expect(engine.snapshot.signIn.is).toBe('waiting')
    const page = await fetch(`${origin}/callback?code=stolen&state=guessed&iss=x`)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('已登录')
    expect(await outcome(engine)).toMatchObject({ is: 'ready', failure: { code: 'CW2013' } })
    await expect(fetch(`${origin}/callback`)).rejects.toThrow()
  })

  it('survives what is no HTTP at all', async () => {
    const engine = await bench.engine(bench.folder())
    await begin(engine)
    const port = Number(new URL(await listenerOf()).port)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async (bytes) => {
        await new Promise<void>((done) => {
          const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
          socket.on('error', () => undefined)
          socket.on('data', () => undefined)
          socket.once('close', () => done())
        })
      }),
      { numRuns: 30 },
    )
    expect(engine.snapshot.signIn.is).toBe('waiting')
    await engine.call('cancelSignIn', {})
  })
})

describe('discovery', () => {
  const ask = async (
    address: string,
    certificateAuthorities = bench.controlPlane.connectionFile.certificateAuthorities,
    version = '0.1.0',
  ) => {
    const door = openHttpDoor({ certificateAuthorities })
    try {
      return await discover(address, door, version, new AbortController().signal)
    } finally {
      await door.close()
    }
  }

  it.each([['http://control.example'], ['ftp://x'], [''], ['https://'], ['https://user:secret@control.example'], ['javascript:alert(1)']])(
    'refuses %s as an address',
    async (address) => {
      expect(await ask(address)).toMatchObject({ ok: false, failure: { code: 'CW2001' } })
    },
  )

  it('names an unreachable, an untrusted and a newer control plane', async () => {
    const closed = createSecureServer().listen(0, '127.0.0.1')
    await new Promise((listening) => closed.once('listening', listening))
    const address = closed.address()
    const port = typeof address === 'object' ? address?.port : 0
    await new Promise((done) => closed.close(done))
    expect(await ask(`https://127.0.0.1:${port ?? 0}`)).toMatchObject({ failure: { code: 'CW2002', values: { reason: 'ECONNREFUSED' } } })
    expect(await ask(bench.controlPlane.address, [])).toMatchObject({ failure: { code: 'CW2005' } })
    expect(await ask(bench.controlPlane.address, undefined, '0.0.1')).toMatchObject({
      failure: { code: 'CW2004', values: { minimum: '0.1.0', version: '0.0.1' } },
    })
    expect(await ask(bench.controlPlane.address)).toMatchObject({ ok: true, value: { address: bench.controlPlane.address } })
  })

  it('answers CW2003 to whatever else comes, and never throws', async () => {
    let answer: { status: number; body: string; type: string } = { status: 200, body: '', type: 'text/html' }
    const door = {
      fetch: async () =>
        new Response([204, 304].includes(answer.status) ? null : answer.body, {
          status: answer.status,
          headers: { 'content-type': answer.type },
        }),
      close: async () => undefined,
    }
    const good = {
      schema: 'causeway.discovery/1',
      name: 'x',
      api: 'https://a/v1',
      issuer: 'https://a',
      relays: [{ name: 'r', url: 'https://r' }],
      expectedIssuers: [],
      signInMethods: ['browser'],
      minimumVersion: '0.1.0',
      reconnectWindowSeconds: 1,
    }
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record(Object.fromEntries(Object.keys(good).map((key) => [key, fc.anything()]))).map((value) => JSON.stringify(value) ?? ''),
      fc.constantFrom(...Object.keys(good)).map((key) => JSON.stringify({ ...good, [key]: null })),
    )
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.constantFrom(200, 204, 301, 403, 404, 500),
        fc.constantFrom('text/html', 'application/json'),
        async (body, status, type) => {
          answer = { status, body, type }
          const result = await discover('https://control.example', door, '0.1.0', new AbortController().signal)
          if (!result.ok) expect(['CW2003', 'CW2004']).toContain(result.failure.code)
        },
      ),
    )
  })
})
