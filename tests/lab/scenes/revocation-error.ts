import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the server of lists says 503',
  faults: [{ is: 'revocation', mode: 'error' }],
  expected: {
    checks: [{ id: 'certificates.revocation', finding: 'unreachable', outcome: 'warn', owner: 'network', names: ['HTTP 503'] }],
    test: { is: 'notInstalled' },
  },
}
