import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the control plane is down for maintenance',
  faults: [{ is: 'box', behaviour: 'maintenance', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', names: ['503', 'Down for maintenance'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'operator', names: ['503', 'Down for maintenance'] },
  },
}
