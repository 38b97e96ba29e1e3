import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the time that programs see is 30 days behind: a good certificate looks not yet valid',
  faults: [{ is: 'realClock', seconds: -2_592_500 }],
  expected: {
    checks: [{ id: 'host.clock', finding: 'behind', owner: 'administrator' }],
    test: { is: 'notWorking', code: 'CW1014', layer: 'tls', owner: 'administrator', names: ['-2592'] },
  },
}
