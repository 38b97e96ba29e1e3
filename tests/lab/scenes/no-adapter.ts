import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'no adapter has an address',
  faults: [{ is: 'adapterDown' }],
  expected: {
    checks: [{ id: 'network.adapter', finding: 'noAdapter' }],
    test: { is: 'notWorking', code: 'CW1201', layer: 'adapter', owner: 'administrator', names: [] },
  },
}
