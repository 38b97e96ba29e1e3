import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the name server answers SERVFAIL',
  faults: [{ is: 'names', servers: ['serverFailure'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'noAnswer', owner: 'network', names: ['control.lab', 'ESERVFAIL'] }],
    test: { is: 'notWorking', code: 'CW1202', layer: 'dns', owner: 'network', names: ['control.lab', 'ESERVFAIL'] },
  },
}
