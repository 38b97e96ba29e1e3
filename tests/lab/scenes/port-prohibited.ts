import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall says “administratively prohibited” (ICMP)',
  faults: [{ is: 'packets', rules: ['ip daddr 10.77.2.2 tcp dport 443 reject with icmp admin-prohibited'] }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'unreachable', owner: 'network', names: ['10.77.2.2'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['EHOSTUNREACH', '10.77.2.2'] },
  },
}
