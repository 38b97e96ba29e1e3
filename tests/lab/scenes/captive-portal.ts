import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the network sends everything to a sign-in page',
  faults: [{ is: 'box', behaviour: 'captivePortal', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', owner: 'network', names: ['302', 'portal.lab/sign-in'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['302', 'portal.lab/sign-in'] },
  },
}
