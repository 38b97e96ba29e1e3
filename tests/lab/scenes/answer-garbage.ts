import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'what answers does not speak HTTP',
  faults: [{ is: 'box', behaviour: 'garbage', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'noAnswer', names: ['HPE_'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['HPE_'] },
  },
}
