import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createServer as createTls, type TLSSocket } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dial, type Dialler } from '../../../connector/channel/dial.ts'
import { createTrust } from '../../../connector/channel/trust.ts'
import { parseCertificateChain } from '../../../connector/identity/certificate-file.ts'
import { machineKeyOf } from '../../../connector/identity/machine-key.ts'
import { Secret } from '../../../contract/secret.ts'
import { connectorIdOf, locationId, organizationId } from '../../fakes/relay-store.ts'
import { TestAuthority } from '../../fakes/test-authority.ts'
import { wayOutBy } from '../../fakes/way-out.ts'

test('144 channels are handed over to HTTP/2 on both ends without an abort', async () => {
  const ended = await new Promise<{ code: number | string | null; signal: string | null; output: string }>((done) => {
    const child = execFile(process.execPath, [resolve('tests/fakes/herd.ts')], { timeout: 100_000 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : (error.code ?? null), signal: child.signalCode, output: stdout + stderr })
    })
  })
  expect(ended).toEqual({ code: 0, signal: null, output: '144 sessions, 0 lost\n' })
})

describe('a relay that says something else', () => {
  let authority: TestAuthority
  let dialler: Dialler
  let url: string
  let server: ReturnType<typeof createTls>
  const script = { answer: (_request: string, _socket: TLSSocket): void => undefined }

  beforeAll(async () => {
    authority = await TestAuthority.create()
    const own = await authority.server()
    const connectorId = connectorIdOf('a')
    const issued = await authority.connector({ organizationId, locationId, connectorId })
    const chain = parseCertificateChain(issued.certificate, 'test')
    if (!chain.ok) throw new Error('bad certificate')
    dialler = {
      connectorId,
      key: machineKeyOf(new Secret(issued.key)),
      certificate: () => chain.value,
      trust: createTrust([authority.certificate], []),
      wayOut: wayOutBy({ is: 'direct' }),
      account: undefined,
      version: '0.1.0',
      now: Date.now,
    }
    server = createTls({ key: own.key.export({ type: 'pkcs8', format: 'pem' }), cert: own.certificate }, (socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (piece: Buffer) => script.answer(piece.toString('latin1'), socket))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `https://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  const nonce = `HTTP/1.1 204 No Content\r\nCauseway-Nonce: ${'n'.repeat(40)}\r\n\r\n`
  const failure = async () => {
    const dialled = await dial(dialler, url, 'interactive', 'causeway')
    if (dialled.ok) dialled.value.stream.destroy()
    return dialled.ok ? undefined : dialled.failure.code
  }

  test.each([
    ['no nonce', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['a page', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
    ['a nonce of a kilobyte', `HTTP/1.1 204 No Content\r\nCauseway-Nonce: ${'n'.repeat(1000)}\r\n\r\n`],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(5000)}`],
  ])('%s instead of a nonce is an unreachable relay', async (_name, text) => {
    script.answer = (_request, socket) => void socket.end(text)
    expect(await failure()).toBe('CW4006')
  })

  test.each([
    ['a page', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'CW4006'],
    ['another upgrade', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n', 'CW4006'],
    [
      'a refusal of ours',
      'HTTP/1.1 403 Forbidden\r\ncauseway-code: CW4004\r\nContent-Length: 36\r\n\r\n{"code":"CW4004","values":{"by":""}}',
      'CW4004',
    ],
    ['a refusal without its header', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 36\r\n\r\n{"code":"CW4004","values":{"by":""}}', 'CW4006'],
    [
      'a refusal with an unknown code',
      'HTTP/1.1 403 Forbidden\r\ncauseway-code: CW0000\r\nContent-Length: 17\r\n\r\n{"code":"CW0000"}',
      'CW4006',
    ],
  ])('%s instead of the switch', async (_name, text, code) => {
    script.answer = (request, socket) => {
      if (request.startsWith('GET /relay/nonce')) socket.write(nonce)
      else socket.end(text)
    }
    expect(await failure()).toBe(code)
  })

  test('any bytes at all are a coded failure and never an exception', async () => {
    const bytes = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString('latin1')),
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (text, first) => {
        script.answer = (request, socket) => {
          if (!first && request.startsWith('GET /relay/nonce')) socket.write(nonce)
          else socket.end(text, 'latin1')
        }
        return (await failure()) === 'CW4006'
      }),
      { numRuns: 60 },
    )
  })
})
