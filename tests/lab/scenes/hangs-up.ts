import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a middle box ends the connection as soon as TLS stands',
  faults: [{ is: 'box', behaviour: 'hangsUp', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'noAnswer', owner: 'network', names: ['ECONNRESET'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['ECONNRESET'] },
  },
}
