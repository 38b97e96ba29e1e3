import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { CodedError } from '../../../contract/error-codes.ts'
import { wizardCalls } from '../../../contract/wizard-api.ts'
import { ipcGate, type OurPage } from '../../../main/ipc-gate.ts'
import { readableLog } from '../../fakes/silent-log.ts'

const frame = { origin: 'app://causeway' }
const contents = {}
const page: OurPage = { contents, mainFrame: frame, origin: 'app://causeway' }
const ours = { sender: contents, senderFrame: frame }

const gate = (handle: (name: string, argument: unknown) => unknown = () => ({})) => {
  const { log, lines } = readableLog()
  const handler = vi.fn(handle)
  return { call: ipcGate({ page: () => page, handle: handler, log }), handler, lines }
}

describe('the first gate: who asks', () => {
  test.each([
    ['another window', { sender: {}, senderFrame: frame }],
    ['a frame inside our page', { sender: contents, senderFrame: { origin: 'app://causeway' } }],
    ['a frame that is gone', { sender: contents, senderFrame: null }],
  ])('refuses %s', async (_who, caller) => {
    const { call, handler, lines } = gate()
    expect(await call(caller, 'preferences', {})).toEqual({ ok: false, refusal: { code: 'CW9002', message: expect.any(String) as string } })
    expect(handler).not.toHaveBeenCalled()
    expect(lines).toMatchObject([{ code: 'CW9002' }])
  })

  test('refuses our frame after it went to another origin', async () => {
    const { log } = readableLog()
    const moved = { origin: 'https://elsewhere.example' }
    const call = ipcGate({ page: () => ({ ...page, mainFrame: moved }), handle: () => ({}), log })
    expect(await call({ sender: contents, senderFrame: moved }, 'preferences', {})).toMatchObject({ refusal: { code: 'CW9002' } })
  })

  test('refuses everybody while there is no window', async () => {
    const { log } = readableLog()
    expect(await ipcGate({ page: () => undefined, handle: () => ({}), log })(ours, 'preferences', {})).toMatchObject({
      refusal: { code: 'CW9002' },
    })
  })
})

describe('the second gate: the argument', () => {
  test.each(['', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'require', 7, null, undefined, {}, ['snapshot']])(
    'knows no call %j',
    async (name) => {
      const { call, handler } = gate()
      expect(await call(ours, name, {})).toMatchObject({ ok: false, refusal: { code: 'CW7007' } })
      expect(handler).not.toHaveBeenCalled()
    },
  )

  test('refuses an argument that does not parse, and says where', async () => {
    const { call, handler } = gate()
    expect(await call(ours, 'overrideCheck', { check: 'host.memory', reason: 'x'.repeat(501) })).toMatchObject({
      refusal: { code: 'CW7007', message: expect.stringContaining('reason') as string },
    })
    expect(handler).not.toHaveBeenCalled()
  })

  test('hands on only what the schema names', async () => {
    const { call, handler } = gate()
    await call(ours, 'copyText', { text: 'a', extra: 'b' })
    expect(handler).toHaveBeenCalledWith('copyText', { text: 'a' })
  })
})

describe('the third gate: the handler', () => {
  test('passes on the code of a refusal', async () => {
    const { call } = gate(() => {
      throw new CodedError('CW9003', 'gone')
    })
    expect(await call(ours, 'runChecks', {})).toEqual({ ok: false, refusal: { code: 'CW9003', message: 'CW9003: gone' } })
  })

  test('gives anything else that is thrown the code of a defect', async () => {
    const { call, lines } = gate(() => Promise.reject(new TypeError('undefined is not a function')))
    expect(await call(ours, 'runChecks', {})).toMatchObject({ refusal: { code: 'CW9001' } })
    expect(lines).toMatchObject([{ code: 'CW9001', call: 'runChecks' }])
  })
})

describe('the fourth gate: the result', () => {
  test('lets nothing out that the contract does not promise', async () => {
    const { call } = gate(() => ({ language: 'tlh', theme: 'dark' }))
    expect(await call(ours, 'preferences', {})).toMatchObject({ ok: false, refusal: { code: 'CW9001' } })
  })

  test('lets out only what the schema names', async () => {
    const { call } = gate(() => ({ language: 'en', theme: 'dark', token: 'secret' }))
    expect(await call(ours, 'preferences', {})).toEqual({ ok: true, value: { language: 'en', theme: 'dark' } })
  })
})

test('whatever comes in, an answer comes out, and the handler sees only what parses', async () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(wizardCalls)), fc.anything())
  await fc.assert(
    fc.asyncProperty(names, fc.anything(), fc.anything(), async (name, argument, result) => {
      const { call, handler } = gate(() => result)
      const answer = await call(ours, name, argument)
      expect(answer.ok || /^CW\d{4}$/.test(answer.refusal.code)).toBe(true)
      for (const [called, parsed] of handler.mock.calls) {
        const known = wizardCalls[called as keyof typeof wizardCalls]
        expect(known.argument.safeParse(parsed).success).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
