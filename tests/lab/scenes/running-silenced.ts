import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall begins to drop what a running connector sends',
  installed: true,
  faults: [{ is: 'packets', rules: ['ip daddr 10.77.2.2 tcp dport 443 drop'] }],
  expected: { channel: ['down'], test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['10.77.2.2'] } },
}
