import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the time that programs see is 100 days ahead: a good certificate looks expired',
  faults: [{ is: 'realClock', seconds: 8_640_500 }],
  expected: {
    checks: [{ id: 'host.clock', finding: 'ahead', owner: 'administrator' }],
    test: { is: 'notWorking', code: 'CW1014', layer: 'tls', owner: 'administrator', names: ['8640'] },
  },
}
