import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the clock of the server is 7 minutes behind',
  faults: [{ is: 'clock', seconds: -432 }],
  expected: {
    checks: [{ id: 'host.clock', finding: 'behind' }],
    test: { is: 'notWorking', code: 'CW1014', layer: 'http', owner: 'administrator', names: ['-43'] },
  },
}
