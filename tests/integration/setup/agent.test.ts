import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  createMessageConnection,
  type MessageConnection,
  ParameterStructures,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AgentCall, agentCalls, AgentHello, agentPipe, WizardEvent, WizardSnapshot } from '../../../contract/wizard-api.ts'
import { applyEvent } from '../../../setup/engine-state.ts'
import { answerOn } from '../../../setup/agent-connection.ts'
import { builtProduct } from '../../built-product.ts'
import { type SetupBench, startSetupBench } from './setup-bench.ts'

let bench: SetupBench
const open: { child?: ChildProcess; server?: Server }[] = []

beforeAll(async () => {
  bench = await startSetupBench()
}, 180_000)
afterEach(() => {
  for (const { child, server } of open.splice(0)) {
    child?.kill('SIGKILL')
    server?.close()
  }
})
afterAll(() => bench.stop(), 180_000)

interface Window {
  readonly child: ChildProcess
  readonly socket: Socket
  readonly messages: MessageConnection
  readonly hello: AgentHello
  readonly events: WizardEvent[]
  readonly call: (name: AgentCall, argument?: object) => Promise<unknown>
}

/** The window's end of the pipe, with a real agent behind it. */
const startAgent = async (folder: string, invitationFile?: string): Promise<Window> => {
  const pipe = join(bench.folder().replace(/\/s\d+$/, ''), `p-${randomBytes(4).toString('hex')}`)
  const token = randomBytes(32).toString('hex')
  const server = createServer()
  server.listen(pipe)
  await once(server, 'listening')
  const invitation = `${JSON.stringify({ pipe, token })}\n`
  if (invitationFile !== undefined) writeFileSync(invitationFile, invitation)
  const args = ['--invitation', invitationFile ?? '-', '--state', folder, '--connection-file', bench.controlPlane.connectionFilePath]
  const child = spawn(process.execPath, [builtProduct.agent, ...args], { stdio: ['pipe', 'ignore', 'inherit'] })
  open.push({ child, server })
  child.stdin?.end(invitationFile === undefined ? invitation : '')
  const [socket] = (await once(server, 'connection')) as [Socket]
  const messages = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
  messages.onError(() => undefined)
  socket.on('error', () => undefined)
  const events: WizardEvent[] = []
  messages.onNotification(agentPipe.event, (event: unknown) => void events.push(WizardEvent.parse(event)))
  const hello = new Promise<AgentHello>((told) =>
    messages.onNotification(agentPipe.hello, (value: unknown) => told(AgentHello.parse(value))),
  )
  messages.listen()
  expect(await hello).toMatchObject({ token, pid: child.pid })
  return {
    child,
    socket,
    messages,
    hello: await hello,
    events,
    call: (name, argument = {}) => messages.sendRequest(name, ParameterStructures.byName, argument),
  }
}

const refusalOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return { answered: await call }
  } catch (error) {
    return error instanceof ResponseError ? (error.data as unknown) : error
  }
}

describe('the agent', () => {
  it('dials back with its token, tells a snapshot and then only what changed', async () => {
    const agent = await startAgent(bench.folder())
    let snapshot = WizardSnapshot.parse(await agent.call('snapshot'))
    expect(snapshot).toMatchObject({
      server: { simulated: true, profile: 'healthy-2022' },
      ledger: { is: 'nothingChanged' },
      install: { is: 'none' },
    })
    agent.events.length = 0
    expect(await agent.call('runChecks')).toEqual({})
    await vi.waitFor(() => expect(agent.events.some((event) => event.is === 'checks' && event.value.run.is === 'done')).toBe(true))
    for (const event of agent.events) snapshot = applyEvent(snapshot, event)
    const now = WizardSnapshot.parse(await agent.call('snapshot'))
    expect(snapshot.checks).toEqual(now.checks)
    expect(now.checks.run).toMatchObject({ is: 'done', verdict: 'ready' })
  })

  it('reads its invitation from a file and removes it', async () => {
    const file = join(bench.folder().replace(/\/s\d+$/, ''), 'invitation')
    const agent = await startAgent(bench.folder(), file)
    expect(existsSync(file)).toBe(false)
    expect(agent.hello.token).toHaveLength(64)
  })

  it('refuses unknown calls and arguments that do not fit, and goes on', async () => {
    const agent = await startAgent(bench.folder())
    for (const name of ['openLink', 'shell', 'constructor', '__proto__', '$/x', ''])
      expect(await refusalOf(agent.messages.sendRequest(name, ParameterStructures.byName, {}))).toMatchObject({ code: 'CW7007' })
    for (const [name, argument] of [
      ['discover', { address: 7 }],
      ['discover', {}],
      ['runChecks', { only: ['no.such.check'] }],
      ['overrideCheck', { check: 'host.cpu', reason: 'x'.repeat(501) }],
      ['choose', { locationId: '../../etc', connectorName: 'x' }],
      ['startSignIn', { method: 'telepathy' }],
    ] as const)
      expect(await refusalOf(agent.call(name, argument)), name).toMatchObject({ code: 'CW7007' })
    expect(await agent.call('startInstall')).toMatchObject({ ok: false, failure: { code: 'CW2024' } })
    expect(WizardSnapshot.safeParse(await agent.call('snapshot')).success).toBe(true)
  })

  it('ends when the window closes the pipe, or sends what is no message', async () => {
    const closed = await startAgent(bench.folder())
    closed.socket.end()
    expect((await once(closed.child, 'exit'))[0]).toBe(0)
    const garbled = await startAgent(bench.folder())
    garbled.socket.write('Content-Length: -5\r\n\r\n{}{}{}\r\n\r\nGET / HTTP/1.1\r\n\r\n')
    expect((await once(garbled.child, 'exit'))[0]).toBe(0)
  })

  it.each([
    ['', 'is not an invitation'],
    ['{"pipe":"/nowhere"}', 'is not an invitation'],
    ['not json', 'cannot be read'],
    [JSON.stringify({ pipe: '/nowhere/at/all', token: 'x'.repeat(64) }), 'ENOENT'],
  ])('refuses the invitation %j in one line', async (invitation, reason) => {
    const child = spawn(process.execPath, [builtProduct.agent, '--invitation', '-', '--state', bench.folder()], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    open.push({ child })
    child.stdin.end(invitation)
    let errors = ''
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()))
    expect((await once(child, 'close'))[0]).toBe(1)
    expect(errors.trimEnd().split('\n')).toHaveLength(1)
    expect(errors).toContain(invitation === '' ? 'cannot be read' : reason)
  })

  it('finishes the action at work when the window goes away, and offers the rest to the next one', async () => {
    const folder = bench.folder()
    const agent = await startAgent(folder)
    await vi.waitFor(async () => expect(WizardSnapshot.parse(await agent.call('snapshot')).signIn.is).toBe('ready'))
    await agent.call('runChecks')
    await agent.call('startSignIn', { method: 'browser' })
    const { signIn } = WizardSnapshot.parse(await agent.call('snapshot'))
    if (signIn.is !== 'waiting') throw new Error(signIn.is)
    await bench.consent(signIn.shortAddress ?? '')
    await vi.waitFor(() => expect(agent.events.some((event) => event.is === 'signIn' && event.value.is === 'signedIn')).toBe(true))
    await agent.call('loadLocations')
    await vi.waitFor(() => expect(agent.events.some((event) => event.is === 'locations' && event.value.is === 'loaded')).toBe(true))
    await vi.waitFor(() => expect(agent.events.some((event) => event.is === 'checks' && event.value.run.is === 'done')).toBe(true))
    const location = bench.demo.locations[0]?.id
    expect(await agent.call('choose', { locationId: location, connectorName: 'CONN-2022' })).toMatchObject({ ok: true })
    expect(await agent.call('startInstall')).toEqual({ ok: true, value: {} })
    await vi.waitFor(
      () =>
        expect(
          agent.events.some(
            (event) => event.is === 'actionRow' && event.value.action.name === 'enroll' && event.value.state.is === 'running',
          ),
        ).toBe(true),
      { interval: 5 },
    )
    agent.socket.destroy()
    expect((await once(agent.child, 'exit'))[0]).toBe(0)
    const entries = readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n')
    expect(entries.at(-1)).toContain('"is":"applied"')
    const next = await startAgent(folder)
    const found = WizardSnapshot.parse(await next.call('snapshot'))
    expect(found).toMatchObject({ install: { is: 'interrupted' }, ledger: { is: 'interrupted' } })
    expect(await next.call('resumeInstall')).toEqual({ ok: true, value: {} })
    await vi.waitFor(() => expect(next.events.some((event) => event.is === 'install' && event.value.is === 'installed')).toBe(true), 60_000)
    await next.call('startConnectivity')
    await vi.waitFor(
      () =>
        expect(
          next.events.some((event) => event.is === 'connectivity' && event.value.is === 'active' && event.value.diagnosis.is === 'working'),
        ).toBe(true),
      20_000,
    )
    await next.call('uninstall')
    await vi.waitFor(() => expect(next.events.some((event) => event.is === 'install' && event.value.is === 'undone')).toBe(true))
  })
})

describe('hostile frames', () => {
  const hello = 'Content-Length: 46\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"snapshot"}  '

  it('end the connection or are refused, and never reach the engine as anything but a parsed call', async () => {
    const frame = (body: string) => Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    const message = fc.record(
      {
        jsonrpc: fc.constantFrom('2.0', '1.0', 2),
        id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.anything()),
        method: fc.oneof(fc.constantFrom(...Object.keys(agentCalls), 'toString', '__proto__', '$/cancelRequest'), fc.string()),
        params: fc.anything(),
      },
      { requiredKeys: [] },
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((raw) => Buffer.from(raw)),
      message.map((value) => frame(JSON.stringify(value) ?? '')),
      fc.json().map(frame),
      fc.integer({ min: -5, max: 2 ** 40 }).map((length) => Buffer.from(`Content-Length: ${length}\r\n\r\n{}`)),
      fc.constant(Buffer.from(hello)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 4 }), async (frames) => {
        const server = createServer()
        server.listen(0, '127.0.0.1')
        await once(server, 'listening')
        const address = server.address()
        const client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
        client.on('error', () => undefined)
        client.resume()
        const [socket] = (await once(server, 'connection')) as [Socket]
        const calls: string[] = []
        const connection = answerOn(socket, {
          call: async (name) => {
            calls.push(name)
            throw new Error('not here')
          },
        })
        const closed = once(socket, 'close')
        client.end(Buffer.concat(frames))
        await closed
        connection.dispose()
        server.close()
        for (const name of calls) expect(Object.keys(agentCalls)).toContain(name)
      }),
      { numRuns: 150 },
    )
  })
})
