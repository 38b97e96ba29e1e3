import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a load balancer says 502',
  faults: [{ is: 'box', behaviour: 'badGateway', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', names: ['502'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'operator', names: ['502'] },
  },
}
