import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a welcome page comes with status 200',
  faults: [{ is: 'box', behaviour: 'pageInstead', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.http', finding: 'otherAnswer', owner: 'network', names: ['Welcome to the guest network'] }],
    test: { is: 'notWorking', code: 'CW1210', layer: 'http', owner: 'network', names: ['Welcome to the guest network'] },
  },
}
