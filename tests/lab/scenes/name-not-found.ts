import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the name server says that the name does not exist',
  faults: [{ is: 'names', servers: ['noSuchName'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'noSuchName', owner: 'network', names: ['control.lab', '10.77.1.53'] }],
    test: { is: 'notWorking', code: 'CW1202', layer: 'dns', owner: 'network', names: ['control.lab', '10.77.1.53'] },
  },
}
