import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall lets only UDP out',
  faults: [{ is: 'packets', rules: ['iifname "in" meta l4proto tcp drop'] }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'timedOut', owner: 'network', names: ['10.77.2.2'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['10.77.2.2'] },
  },
}
