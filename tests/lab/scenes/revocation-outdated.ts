import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the list is ten days out of date',
  faults: [{ is: 'revocation', mode: 'outdated' }],
  expected: {
    checks: [{ id: 'certificates.revocation', finding: 'unusable', outcome: 'warn', owner: 'network', names: ['out of date'] }],
    test: { is: 'notInstalled' },
  },
}
