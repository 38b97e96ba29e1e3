import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall answers port 443 with a reset',
  faults: [{ is: 'packets', rules: ['ip daddr 10.77.2.2 tcp dport 443 reject with tcp reset'] }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'refused', owner: 'network', names: ['control.lab', '10.77.2.2'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['control.lab:443', 'ECONNREFUSED', '10.77.2.2'] },
  },
}
