import { describe, expect, it } from 'vitest'
import { failed, type Result, succeeded } from '../../../../../contract/error-codes.ts'
import { type ServiceStatus } from '../../../../../contract/local-status-api.ts'
import { echo } from '../../../../../setup/checks/channel/echo.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { type ConnectorServiceDoor, type EchoAnswer } from '../../../../../setup/service/door.ts'
import { serviceStatus } from '../../../../../renderer/gallery/example-service.ts'
import { contextOf, runCheck } from '../check-bench.ts'

const installed = (state: string) => ({
  existingInstall: {
    service: known({
      name: 'CausewayConnector',
      displayName: 'Causeway Connector',
      state,
      start: 'automatic',
      account: 'NT SERVICE\\CausewayConnector',
      command: ['node.exe'],
    }),
  },
})
const at = '2026-01-05T09:00:00.000Z'
const samples = (...milliseconds: (number | undefined)[]) =>
  milliseconds.map((ms) => ({ at, ...(ms === undefined ? {} : { milliseconds: ms }) }))
const door = (
  answer: Result<EchoAnswer>,
  status: Result<ServiceStatus> = succeeded(serviceStatus),
): Pick<ConnectorServiceDoor, 'status' | 'echo'> => ({
  status: async () => status,
  echo: async () => answer,
})
const good = door(succeeded({ samples: samples(12, 14, 13), lost: 0 }))
const found = (facts: object, service: ReturnType<typeof door> | undefined) => runCheck(echo, contextOf(facts, { service }))

describe('channel.echo', () => {
  it('skips while nothing is installed', async () => {
    expect(await found({ existingInstall: { service: absent } }, good)).toMatchObject({ outcome: 'skip', reason: 'notInstalled' })
  })
  it('passes with the round trip of the service', async () => {
    expect(await found(installed('running'), good)).toMatchObject({ outcome: 'pass', finding: 'answers', values: { milliseconds: 13 } })
  })
  it('warns when some are lost, fails when all are', async () => {
    expect(await found(installed('running'), door(succeeded({ samples: samples(12, undefined), lost: 1 })))).toMatchObject({
      outcome: 'warn',
      finding: 'someLost',
      values: { lost: 1 },
    })
    expect(await found(installed('running'), door(succeeded({ samples: samples(undefined), lost: 3 })))).toMatchObject({
      outcome: 'fail',
      finding: 'allLost',
    })
  })
  it('fails when the service is stopped, silent, or without a channel', async () => {
    expect(await found(installed('stopped'), good)).toMatchObject({ outcome: 'fail', finding: 'stopped' })
    expect(await found(installed('running'), door(failed('CW4013'), failed('CW4013')))).toMatchObject({
      outcome: 'fail',
      finding: 'silent',
      values: { code: 'CW4013' },
    })
    expect(await found(installed('running'), door(failed('CW4013')))).toMatchObject({ outcome: 'fail', finding: 'noChannel' })
  })
  it('is an error when it cannot be known whether it is installed', async () => {
    expect(await found({ existingInstall: { service: unknown('error 5') } }, good)).toMatchObject({
      outcome: 'error',
      reason: 'service: error 5',
    })
    expect(await found({}, good)).toMatchObject({ outcome: 'error' })
  })
})
