import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the list is of another issuer',
  faults: [{ is: 'revocation', mode: 'foreign' }],
  expected: {
    checks: [
      { id: 'certificates.revocation', finding: 'unusable', outcome: 'warn', owner: 'network', names: ['Contoso Web Gateway CA 2'] },
    ],
    test: { is: 'notInstalled' },
  },
}
