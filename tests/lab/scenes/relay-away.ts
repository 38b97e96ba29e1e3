import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the relay is away, the rest of the control plane answers',
  faults: [{ is: 'box', behaviour: 'noRelay', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.upgrade', finding: 'none', outcome: 'warn', names: ['control.lab'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'operator', names: ['503', 'relay-1'] },
  },
}
