import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a gateway answers with its page instead of the list',
  faults: [{ is: 'revocation', mode: 'page' }],
  expected: {
    checks: [{ id: 'certificates.revocation', finding: 'unusable', outcome: 'warn', owner: 'network', names: ['revocation.lab'] }],
    test: { is: 'notInstalled' },
  },
}
