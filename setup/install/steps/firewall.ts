/** Lets the service, and only it, out through Windows Firewall; nothing is opened inbound. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { serviceName } from '../../../contract/service-definition.ts'
import { type FirewallRule } from '../../host/host-reader.ts'
import { presenceOf } from '../before.ts'
import { type InstallInputs } from '../inputs.ts'
import { type InstallStep } from '../step.ts'

const ruleName = 'Causeway Connector (outbound)'

/** 443, and where a test control plane listens elsewhere that port too. */
const portsOf = ({ controlPlane, relays }: InstallInputs): number[] =>
  [...new Set([controlPlane, ...relays.map(({ url }) => url)].map((address) => Number(new URL(address).port || 443)))].sort((a, b) => a - b)

const ruleOf = (inputs: InstallInputs): FirewallRule => ({
  name: ruleName,
  direction: 'out',
  action: 'allow',
  protocol: 'tcp',
  remotePorts: portsOf(inputs),
  service: serviceName,
})

export const firewall: InstallStep = {
  name: 'firewall',
  plan: (inputs) => ({
    values: { ports: portsOf(inputs).join(', ') },
    changes: [{ kind: 'firewallRule', what: ruleName }],
    weight: 2,
    cancellable: true,
  }),
  apply: ({ inputs, host, change }) =>
    change(
      { kind: 'firewallRule', what: ruleName },
      async () => presenceOf(ruleName, await host.reader.firewallRule(ruleName)),
      () => host.writer.addFirewallRule(ruleOf(inputs)),
    ),
  verify: async ({ inputs, host }) => {
    const found = await host.reader.firewallRule(ruleName)
    if (found.is !== 'known') return failed('CW3011', { what: ruleName, reason: found.is === 'unknown' ? found.why : 'missing' })
    const ports = found.value.remotePorts ?? []
    return portsOf(inputs).every((port) => ports.includes(port)) && found.value.action === 'allow'
      ? succeeded(undefined)
      : failed('CW3011', { what: ruleName, reason: 'does not allow what is needed' })
  },
  undo: async ({ host }, { what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = await host.writer.removeFirewallRule(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
