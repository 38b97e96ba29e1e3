import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the answer never ends',
  faults: [{ is: 'box', behaviour: 'endless', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'noAnswer', names: ['ETIMEDOUT'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['ETIMEDOUT'] },
  },
}
