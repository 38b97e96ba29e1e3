import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the only name server does not answer',
  faults: [{ is: 'names', servers: ['dead'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'noAnswer', owner: 'network', names: ['control.lab', '10.77.1.53'] }],
    test: { is: 'notWorking', code: 'CW1202', layer: 'dns', owner: 'network', names: ['10.77.1.53'] },
  },
}
