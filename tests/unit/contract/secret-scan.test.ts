import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeOutSecrets } from '../../../contract/secret-scan.ts'
import { plantedSecrets, seenIn } from '../../fakes/planted-secrets.ts'

const secrets = plantedSecrets()
const after = (text: string) => takeOutSecrets(text).text

describe('the scan for secrets', () => {
  it('knows two hundred of twenty kinds before it takes them out', () => {
    expect(new Set(secrets.map(({ kind }) => kind)).size).toBe(20)
    expect(secrets).toHaveLength(200)
    expect(seenIn(secrets.map(({ words }) => words).join('\n'), secrets)).toHaveLength(200)
  })

  it.each([
    ['alone on a line', (words: string) => words],
    ['in the middle of a line', (words: string) => `2026-11-28 upstream said ${words} and hung up`],
    ['in a line of a log', (words: string) => JSON.stringify({ level: 'warn', topic: 'proxy', msg: `it said ${words} then`, attempt: 2 })],
    ['in JSON inside JSON', (words: string) => JSON.stringify({ detail: JSON.stringify({ reason: words }) })],
  ])('takes all of them out %s', (_where, place) => {
    for (const secret of secrets) expect(seenIn(after(place(secret.words)), [secret])).toEqual([])
  })

  it('leaves a line of a log as JSON', () => {
    for (const { words } of secrets) {
      const line = JSON.stringify({ level: 'warn', msg: `it said ${words} then`, topic: 'proxy' })
      expect(JSON.parse(after(line)), line).toMatchObject({ level: 'warn', topic: 'proxy' })
    }
  })

  it.each([
    '{"level":"info","time":"2026-11-28T14:00:00.000Z","run":"run_0123456789abcdef","topic":"channel","msg":"session open"}',
    '{"id":"identity.machine-key","state":{"is":"done","result":{"outcome":"pass","code":"CW1302"}}}',
    `{"fingerprint":"${'ab12'.repeat(16)}","connectorId":"con_0123456789abcdef0123"}`,
    '{"kind":"registryKey","what":"HKLM\\\\SOFTWARE\\\\Microsoft\\\\Windows NT\\\\CurrentVersion"}',
    'The token is expired; proof of possession refused. 35 pass, 2 warn',
    'C:\\Program Files\\Causeway\\connector\\host.js --data C:\\ProgramData\\Causeway',
    '{"tokenFile":"-","labels":[{"key":"rack","value":"B4"}],"proxy":"http://proxy.contoso.example:8080/"}',
    'WWW-Authenticate: Basic realm="proxy", Negotiate',
  ])('leaves %s as it is', (text) => expect(takeOutSecrets(text)).toEqual({ text, taken: 0 }))

  it('leaves public keys', () => {
    const pem = String(
      createPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).export({ type: 'spki', format: 'pem' }),
    )
    expect(after(pem)).toBe(pem)
  })

  it('takes out what is no text, as a key in a log is', () => {
    const bytes = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'der' })
    expect(after(`before\n${bytes.toString('utf8').replace(/[\r\n\u2028\u2029]/g, '')}\nafter`).split('\n')).toEqual([
      'before',
      '[not text]',
      'after',
    ])
  })

  it('takes out nothing twice', () => {
    for (const { words } of secrets) expect(takeOutSecrets(after(words)).text).toBe(after(words))
  })

  it('answers for any text in time that grows with its length', { timeout: 20_000 }, () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => typeof after(text) === 'string'))
    for (const piece of ['"', '\\', 'password', '-----BEGIN PRIVATE KEY-----', 'a:', '<password>', 'eyJ', ' = ', '@', 'A1b']) {
      const began = performance.now()
      after(piece.repeat(8000 / piece.length))
      expect(performance.now() - began, piece).toBeLessThan(4000)
    }
  })
})
