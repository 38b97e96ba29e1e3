import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall begins to reset every connection of a running connector',
  installed: true,
  faults: [
    {
      is: 'packets',
      rules: ['ip daddr 10.77.2.2 tcp dport 443 reject with tcp reset', 'ip saddr 10.77.2.2 tcp sport 443 reject with tcp reset'],
    },
  ],
  expected: { channel: ['down'], test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['10.77.2.2'] } },
}
