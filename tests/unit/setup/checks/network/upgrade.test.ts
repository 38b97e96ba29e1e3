import { describe, expect, it } from 'vitest'
import { upgrade } from '../../../../../setup/checks/network/upgrade.ts'
import { controlPlane, issued, secureServer } from '../../../../fakes/loopback-lab.ts'
import { checkTarget, commonCases } from '../target-bench.ts'

describe('network.upgrade', () => {
  commonCases(upgrade)
  it('passes when both carriers reach the relay', async () => {
    expect(await checkTarget(upgrade, await controlPlane(await issued.good()))).toMatchObject({ outcome: 'pass', finding: 'both' })
  })
  it('passes when only WebSocket does', async () => {
    const origin = await controlPlane(await issued.good(), { carriers: ['websocket'] })
    expect(await checkTarget(upgrade, origin)).toMatchObject({ outcome: 'pass', finding: 'webSocketOnly' })
  })
  it('warns when something drops the header, naming the relay', async () => {
    const relay = await secureServer(await issued.good(), (_, response) => response.writeHead(404).end())
    const result = await checkTarget(upgrade, 'https://cp.contoso.example', { target: { relays: [{ name: 'relay-1', url: relay }] } })
    expect(result).toMatchObject({ outcome: 'warn', finding: 'none', values: { host: new URL(relay).host } })
  })
})
