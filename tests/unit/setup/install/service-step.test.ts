import { describe, expect, it } from 'vitest'
import { succeeded } from '../../../../contract/error-codes.ts'
import { type Fact, known } from '../../../../setup/host/fact-sections.ts'
import { type ServiceSettings } from '../../../../setup/host/host-reader.ts'
import { service, serviceName } from '../../../../setup/install/steps/service.ts'
import { type StepContext } from '../../../../setup/install/step.ts'
import { emptyContext, sampleInputs, samplePayload } from '../../../fakes/install-sample.ts'
import { simulatedServer } from '../host/simulated-bench.ts'

const program = `${sampleInputs.folders.program}\\connector\\0.1.0\\node.exe`

const bench = () => {
  const host = simulatedServer('healthy-2022')
  const { reader, writer } = host
  const told: { settings?: Fact<ServiceSettings> } = {}
  reader.serviceSettings = async () => told.settings ?? known({ differing: [], unconfirmed: [] })
  const context: StepContext = {
    ...emptyContext,
    host,
    payload: { ...samplePayload, command: () => [program, 'host.js'] },
    inputs: sampleInputs,
    signal: new AbortController().signal,
    fact: () => undefined,
    learn: () => undefined,
    log: () => undefined,
    change: async (_change, _before, make) => {
      const made = await make()
      return made.ok ? succeeded(undefined) : made
    },
  }
  return { context, reader, writer, told }
}

describe('the step of the service', () => {
  it('sets right what somebody changed about it', async () => {
    const { context, reader, writer } = bench()
    expect(await service.apply(context)).toMatchObject({ ok: true })
    expect(await service.verify(context)).toMatchObject({ ok: true })
    await writer.configureService(serviceName, { start: 'manual', account: 'LocalSystem' })
    expect(await service.verify(context)).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(await service.apply(context)).toMatchObject({ ok: true })
    expect(await service.verify(context)).toMatchObject({ ok: true })
    expect(await reader.service(serviceName)).toMatchObject({ value: { start: 'delayedAutomatic', account: `NT SERVICE\\${serviceName}` } })
  })

  it('says which of its settings were changed; those that the server does not tell are no failure', async () => {
    const { context, told } = bench()
    await service.apply(context)
    told.settings = known({ differing: ['privileges', 'recovery actions'], unconfirmed: [] })
    expect(await service.verify(context)).toMatchObject({
      ok: false,
      failure: { values: { reason: 'changed: privileges, recovery actions' } },
    })
    told.settings = known({ differing: [], unconfirmed: ['privileges'] })
    expect(await service.verify(context)).toMatchObject({ ok: true })
    told.settings = { is: 'unknown', why: 'opening service answered 5' }
    expect(await service.verify(context)).toMatchObject({ ok: false, failure: { values: { reason: 'opening service answered 5' } } })
  })

  it('leaves a service of this name alone that runs something else', async () => {
    const { context, reader, writer } = bench()
    const other = { name: serviceName, displayName: 'Other', description: '', account: 'LocalSystem', start: 'manual' } as const
    await writer.createService({ ...other, command: ['C:\\Other\\service.exe'] })
    expect(await service.apply(context)).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(await reader.service(serviceName)).toMatchObject({ value: { command: ['C:\\Other\\service.exe'], account: 'LocalSystem' } })
  })
})
