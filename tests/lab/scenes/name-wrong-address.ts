import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the name server gives an address where nobody listens',
  faults: [
    { is: 'names', servers: ['wrongAddress'] },
    { is: 'packets', rules: ['ip daddr 10.77.2.9 reject with tcp reset'] },
  ],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'refused', owner: 'network', names: ['10.77.2.9'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['control.lab:443', '10.77.2.9'] },
  },
}
