import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the request is taken and never answered',
  faults: [{ is: 'box', behaviour: 'mute', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'noAnswer', names: ['ETIMEDOUT'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['ETIMEDOUT'] },
  },
}
