import { describe } from 'vitest'
import { adapter } from '../../../../../setup/checks/network/adapter.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const card = (name: string, up: boolean, addresses: string[], gateways: string[] = []) => ({
  name,
  up,
  addresses,
  gateways,
  dnsServers: [],
})
const adapters = (...all: object[]) => ({ adapters: { all: known(all) } })
const loopback = card('lo', true, ['127.0.0.1', '::1'])
const local = { target: { origin: 'https://127.0.0.1:8443', relays: [], expectedIssuers: [] } }

describe('network.adapter', () => {
  examples(adapter, [
    {
      title: 'passes with a default route',
      facts: adapters(loopback, card('Ethernet', true, ['10.0.0.5'], ['10.0.0.1'])),
      outcome: 'pass',
      finding: 'up',
      values: { adapter: 'Ethernet' },
    },
    {
      title: 'fails without a gateway',
      facts: adapters(loopback, card('Ethernet', true, ['169.254.3.4'])),
      outcome: 'fail',
      finding: 'noDefaultRoute',
      values: { adapter: 'Ethernet' },
    },
    {
      title: 'fails when the one with the gateway is down',
      facts: adapters(loopback, card('Ethernet', false, [], ['10.0.0.1'])),
      outcome: 'fail',
      finding: 'noAdapter',
    },
    { title: 'fails with loopback only', facts: adapters(loopback), outcome: 'fail', finding: 'noAdapter' },
    {
      title: 'passes with loopback when the control plane is on this machine',
      facts: adapters(loopback),
      more: local,
      outcome: 'pass',
      finding: 'up',
      values: { adapter: 'lo' },
    },
    { title: 'is an error when adapters are unknown', facts: { adapters: { all: unknown('no') } }, outcome: 'error' },
    { title: 'is an error when adapters are absent', facts: { adapters: { all: absent } }, outcome: 'error' },
  ])
})
