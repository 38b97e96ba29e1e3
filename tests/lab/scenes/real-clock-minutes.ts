import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the time that programs see is 7 minutes ahead',
  faults: [{ is: 'realClock', seconds: 432 }],
  expected: {
    checks: [{ id: 'host.clock', finding: 'ahead', owner: 'administrator' }],
    test: { is: 'notWorking', code: 'CW1014', layer: 'http', owner: 'administrator', names: ['43'] },
  },
}
