/** Every schema at a boundary answers hostile input with a refusal that names where, and never throws or hangs. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ChannelConfiguration, ChannelHealth, ProofClaims } from '../../contract/channel.ts'
import { CheckReport } from '../../contract/check-report.ts'
import { ConnectionFile } from '../../contract/connection-file.ts'
import { ConnectivityReport } from '../../contract/connectivity.ts'
import { Discovery, EnrollmentReply, EnrollmentRequest, NewPublishedResource, Problem } from '../../contract/control-plane-api.ts'
import { failed, resultOf, succeeded } from '../../contract/error-codes.ts'
import { ConnectorConfiguration, localStatusCalls, localStatusEvents, ServiceStatus } from '../../contract/local-status-api.ts'
import { ParametersFile } from '../../contract/parameters-file.ts'
import { Secret } from '../../contract/secret.ts'
import { AgentHello, WizardEvent, WizardSnapshot, wizardCalls } from '../../contract/wizard-api.ts'

const schemas: Record<string, z.ZodType> = {
  ChannelConfiguration,
  ChannelHealth,
  ProofClaims,
  CheckReport,
  ConnectionFile,
  ConnectivityReport,
  Discovery,
  EnrollmentReply,
  EnrollmentRequest,
  NewPublishedResource,
  Problem,
  ConnectorConfiguration,
  ServiceStatus,
  ParametersFile,
  AgentHello,
  WizardEvent,
  WizardSnapshot,
  ...Object.fromEntries(Object.entries(wizardCalls).map(([name, call]) => [`argument of ${name}`, call.argument])),
  ...Object.fromEntries(Object.entries(localStatusCalls).map(([name, call]) => [`argument of ${name}`, call.argument])),
  ...localStatusEvents,
}

describe.each(Object.entries(schemas))('%s', (name, schema) => {
  it('refuses or takes anything without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true })), (value) => {
        const { success } = schema.safeParse(value)
        expect(typeof success).toBe('boolean')
      }),
      { numRuns: 60 },
    )
  })

  it('refuses what is not an object', () => {
    for (const value of [null, undefined, 'text', 7, [], true])
      expect([name, value, schema.safeParse(value).success]).toEqual([name, value, false])
  })
})

describe('the parameters file', () => {
  const good = { schema: 'causeway.parameters/1', controlPlane: 'https://control.example' }

  it('has defaults for what may be left out', () =>
    expect(ParametersFile.parse(good)).toEqual({ ...good, labels: [], proxy: 'system', overrides: [] }))

  it.each([
    ['an unknown name', { ...good, tokenn: 'x' }],
    ['a token written into it', { ...good, token: 'secret' }],
    ['an address without TLS', { ...good, controlPlane: 'http://control.example' }],
    ['an override without a reason', { ...good, overrides: [{ check: 'host.clock', reason: '' }] }],
    ['an override of a check that does not exist', { ...good, overrides: [{ check: 'host.moon', reason: 'because' }] }],
    ['another version of the format', { ...good, schema: 'causeway.parameters/2' }],
  ])('refuses %s and names where', (_what, value) => {
    const result = ParametersFile.safeParse(value)
    expect(result.success).toBe(false)
    expect(result.error?.issues.length).toBeGreaterThan(0)
  })

  it('can be published as a JSON schema', () =>
    expect(z.toJSONSchema(ParametersFile, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false }))
})

describe('a secret', () => {
  const secret = new Secret('hunter2')
  it('shows itself nowhere', () => {
    expect(`${secret.toString()} ${JSON.stringify({ secret })} ${String(secret)}`).not.toContain('hunter2')
    expect(JSON.stringify(Object.entries(secret))).not.toContain('hunter2')
  })
  it('is told when asked', () => expect(secret.reveal()).toBe('hunter2'))
})

describe('results', () => {
  const schema = resultOf(z.object({ text: z.string() }))
  it('cross a boundary and come back the same', () => {
    expect(schema.parse(succeeded({ text: 'a' }))).toEqual({ ok: true, value: { text: 'a' } })
    expect(schema.parse(failed('CW2002', { host: 'h' }, 'ECONNREFUSED'))).toEqual({
      ok: false,
      failure: { code: 'CW2002', values: { host: 'h' }, detail: 'ECONNREFUSED' },
    })
  })
  it('bound the detail', () => expect(failed('CW9001', {}, 'x'.repeat(10_000)).failure.detail).toHaveLength(4000))
})
