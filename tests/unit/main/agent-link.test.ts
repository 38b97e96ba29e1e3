import { existsSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { agentPipe, type AgentState, type WizardEvent } from '../../../contract/wizard-api.ts'
import { linkAgent, type AgentLink } from '../../../main/agent-link.ts'
import { behaveWell, fakeAgent, type FakeAgent } from '../../fakes/setup-agent.ts'
import { readableLog } from '../../fakes/silent-log.ts'

const links: AgentLink[] = []
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()))
})

const linked = (agent: FakeAgent, times: { helloWithin?: number; dialWithin?: number } = {}) => {
  const states: AgentState[] = []
  const events: WizardEvent[] = []
  const { log, lines } = readableLog()
  const link = linkAgent({
    start: agent.start,
    onState: (state) => states.push(state),
    onEvent: (event) => events.push(event),
    log,
    ...times,
  })
  links.push(link)
  return { link, states, events, lines }
}

describe('an agent that answers', () => {
  test('is let in by its token and asked', async () => {
    const { link, states } = linked(fakeAgent())
    expect(await link.start()).toEqual({ ok: true, value: {} })
    expect(states).toEqual([{ is: 'starting' }, { is: 'connected' }])
    expect(await link.call('parametersFile', {})).toEqual({ ok: true, value: { text: '{}' } })
    expect(await link.call('runChecks', { only: ['host.cpu'] })).toEqual({ echoed: { only: ['host.cpu'] } })
  })

  test('passes on the code of a refusal', async () => {
    const { link } = linked(fakeAgent())
    await link.start()
    await expect(link.call('snapshot', {})).rejects.toMatchObject({ name: 'CodedError', code: 'CW7004' })
  })

  test('tells events; one that does not parse is dropped and said in the log', async () => {
    const agent = fakeAgent()
    const { link, events, lines } = linked(agent)
    await link.start()
    await agent.messages().sendNotification(agentPipe.event, { is: 'ledger', value: { is: 'exploded' } })
    await agent.messages().sendNotification(agentPipe.event, { is: 'ledger', value: { is: 'nothingChanged' } })
    await vi.waitFor(() => expect(events).toEqual([{ is: 'ledger', value: { is: 'nothingChanged' } }]))
    expect(lines.some((line) => line['code'] === 'CW7007')).toBe(true)
  })

  test('is started once, however often it is asked for', async () => {
    const agent = fakeAgent()
    const { link } = linked(agent)
    await Promise.all([link.start(), link.start()])
    await link.start()
    expect(agent.invitations).toHaveLength(1)
  })

  test('lies in a folder of our own, and the socket is gone once it is in', async () => {
    let mode = 0
    const agent = fakeAgent((onMessages) => (socket, invitation) => {
      mode = statSync(dirname(invitation.pipe)).mode & 0o777
      behaveWell(onMessages)(socket, invitation)
    })
    const { link } = linked(agent)
    await link.start()
    expect(mode).toBe(0o700)
    await vi.waitFor(() => expect(existsSync(dirname(agent.invitations[0]?.pipe ?? ''))).toBe(false))
  })
})

describe('an agent that ends', () => {
  test('fails what waits, tells the page, and can be started again with a new token', async () => {
    const agent = fakeAgent()
    const { link, states } = linked(agent)
    await link.start()
    const waiting = expect(link.call('discover', { address: 'x' })).rejects.toMatchObject({ code: 'CW9003' })
    agent.die('ended by SIGKILL')
    await waiting
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ is: 'ended', failure: { code: 'CW9003' } }))
    await expect(link.call('parametersFile', {})).rejects.toMatchObject({ code: 'CW9003' })
    expect(await link.start()).toMatchObject({ ok: true })
    expect(link.state).toEqual({ is: 'connected' })
    expect(new Set(agent.invitations.map(({ token }) => token)).size).toBe(2)
  })

  test('before it dials, its last words are in the failure', async () => {
    const agent = fakeAgent(() => () => undefined)
    const { link } = linked(agent)
    const started = link.start()
    await vi.waitFor(() => expect(agent.invitations).toHaveLength(1))
    agent.die('exit code 3: CW7002 no such profile')
    expect(await started).toMatchObject({ ok: false, failure: { code: 'CW9003', detail: expect.stringContaining('CW7002') as string } })
  })
})

describe('who is not let in', () => {
  test.each([
    ['a wrong token', (token: string) => ({ version: '1', token: `${token.slice(0, -1)}_`, pid: 1 })],
    ['no token', () => ({ version: '1', pid: 1 })],
    ['an empty greeting', () => ({})],
  ])('%s', async (_what, greeting) => {
    const agent = fakeAgent(() => (socket, { token }) => {
      const body = JSON.stringify({ jsonrpc: '2.0', method: agentPipe.hello, params: greeting(token) })
      socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
    const { link, lines } = linked(agent, { dialWithin: 300 })
    expect(await link.start()).toMatchObject({ ok: false, failure: { code: 'CW9003' } })
    expect(lines.some((line) => line['code'] === 'CW9002')).toBe(true)
    expect(agent.stops()).toBe(1)
  })

  test('one that stays silent', async () => {
    const agent = fakeAgent(() => () => undefined)
    const { link, lines } = linked(agent, { helloWithin: 20, dialWithin: 300 })
    expect(await link.start()).toMatchObject({ ok: false })
    expect(lines.some((line) => line['why'] === 'no token in time')).toBe(true)
  })

  test.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a body that is no JSON', Buffer.from('Content-Length: 3\r\n\r\n{{{')],
    ['more than a greeting', Buffer.concat([Buffer.from('Content-Length: 100000000\r\n\r\n'), Buffer.alloc(200_000, 32)])],
    ['bytes', Buffer.from([0, 255, 254, 0, 13, 10, 13, 10])],
  ])('one that sends %s', async (_what, bytes) => {
    const agent = fakeAgent(() => (socket) => void socket.write(bytes))
    const { link } = linked(agent, { helloWithin: 100, dialWithin: 400 })
    expect(await link.start()).toMatchObject({ ok: false, failure: { code: 'CW9003' } })
  })

  test('a stranger beside the agent is hung up on; the agent is let in', async () => {
    const agent = fakeAgent((onMessages) => (socket, invitation) => {
      const stranger = connect(invitation.pipe)
      stranger.on('error', () => undefined)
      stranger.once('connect', () => stranger.write('let me in\r\n\r\n'))
      stranger.once('close', () => behaveWell(onMessages)(socket, invitation))
    })
    const { link } = linked(agent)
    expect(await link.start()).toEqual({ ok: true, value: {} })
  })
})

test.each([
  ['the process that was started', 0, true],
  ['another process with the right token', 1, false],
])('%s', async (_who, more, letIn) => {
  const agent = fakeAgent()
  const { log, lines } = readableLog()
  const link = linkAgent({
    start: async (invitation) => {
      const started = await agent.start(invitation)
      return started.is === 'started' ? { ...started, agent: { ...started.agent, pid: process.pid + more } } : started
    },
    onState: () => undefined,
    onEvent: () => undefined,
    log,
    dialWithin: 400,
  })
  links.push(link)
  expect((await link.start()).ok).toBe(letIn)
  expect(lines.some((line) => line['msg'] === 'another process showed the token')).toBe(!letIn)
})

test('a window that was started as administrator', async () => {
  const { log } = readableLog()
  const link = linkAgent({ start: async () => ({ is: 'windowElevated' }), onState: () => undefined, onEvent: () => undefined, log })
  expect(await link.start()).toMatchObject({ ok: false })
  expect(link.state).toEqual({ is: 'windowElevated' })
})

test('a person who says no to elevation', async () => {
  const { log } = readableLog()
  const states: AgentState[] = []
  const link = linkAgent({
    start: async () => ({ is: 'consentRefused' }),
    onState: (state) => states.push(state),
    onEvent: () => undefined,
    log,
  })
  expect(await link.start()).toMatchObject({ ok: false })
  expect(states.at(-1)).toEqual({ is: 'consentRefused' })
})

test('a program that cannot be started', async () => {
  const { log } = readableLog()
  const link = linkAgent({ start: async () => ({ is: 'failed', why: 'ENOENT' }), onState: () => undefined, onEvent: () => undefined, log })
  expect(await link.start()).toMatchObject({ ok: false, failure: { code: 'CW9003', detail: 'ENOENT' } })
})
