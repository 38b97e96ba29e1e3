import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the network answers 511, sign in first',
  faults: [{ is: 'box', behaviour: 'networkAuthentication', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', owner: 'network', names: ['511'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['511'] },
  },
}
