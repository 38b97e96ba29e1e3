import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall drops port 443',
  faults: [{ is: 'packets', rules: ['ip daddr 10.77.2.2 tcp dport 443 drop'] }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'timedOut', owner: 'network', names: ['10.77.2.2'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['timedOut', '10.77.2.2'] },
  },
}
