import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'what the control plane sends back is dropped',
  faults: [{ is: 'packets', rules: ['ip saddr 10.77.2.2 tcp sport 443 drop'] }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'timedOut', owner: 'network', names: ['10.77.2.2'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['10.77.2.2'] },
  },
}
