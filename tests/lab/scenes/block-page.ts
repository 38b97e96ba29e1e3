import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a gateway answers with a block page',
  faults: [{ is: 'box', behaviour: 'blockPage', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', names: ['403', 'Blocked by Contoso Web Gateway'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['403', 'Blocked by Contoso Web Gateway'] },
  },
}
