/** A bench for checks that look at a control plane on loopback. */
import { expect, it } from 'vitest'
import { type CheckContext, type Check, type ControlPlaneTarget } from '../../../../setup/checks/check.ts'
import { type ProxySetting } from '../../../../contract/proxy.ts'
import { createNetwork, type Network } from '../../../../setup/network/network.ts'
import { authority } from '../../../fakes/loopback-lab.ts'
import { contextOf, runCheck, type Facts } from './check-bench.ts'

export interface TargetOptions {
  readonly target?: Partial<ControlPlaneTarget>
  readonly proxy?: ProxySetting
  readonly facts?: Facts
  readonly limit?: number
  /** Stands in for single probes. */
  readonly network?: Partial<Network>
  readonly more?: Partial<CheckContext>
}

/** What the check finds about the control plane at `origin`, trusting the test authority. */
export const checkTarget = (
  check: Check,
  origin: string,
  { target, proxy = { is: 'direct' }, facts = {}, limit, network, more }: TargetOptions = {},
) => {
  const real = createNetwork({ proxy, certificateAuthorities: [authority.certificate], ...(limit === undefined ? {} : { limit }) })
  return runCheck(
    check,
    contextOf(facts, { network: { ...real, ...network }, target: { origin, relays: [], expectedIssuers: [], ...target }, ...more }),
  )
}

/** Two tests that hold for every such check: nothing to judge without an address, and `error` when its probe breaks. */
export const commonCases = (check: Check): void => {
  it('skips, saying why, while no address is known', async () => {
    expect(await runCheck(check, contextOf({}))).toMatchObject({ outcome: 'skip', reason: 'noControlPlane' })
  })
  it('is an error when a probe breaks', async () => {
    const breaks = () => Promise.reject(new Error('socket() answered 10055'))
    const network = { name: breaks, tcp: breaks, tls: breaks, http: breaks, upgrade: breaks, latency: breaks }
    expect(await checkTarget(check, 'https://cp.contoso.example', { network })).toMatchObject({
      outcome: 'error',
      reason: 'socket() answered 10055',
    })
  })
}
