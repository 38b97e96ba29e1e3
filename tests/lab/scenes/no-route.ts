import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the server has no default route',
  faults: [{ is: 'noRoute' }],
  expected: {
    checks: [{ id: 'network.adapter', finding: 'noDefaultRoute' }],
    test: { is: 'notWorking', code: 'CW1201', layer: 'adapter', owner: 'administrator', names: ['eth0'] },
  },
}
