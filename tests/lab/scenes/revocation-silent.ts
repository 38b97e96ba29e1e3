import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'lists and responders take the question and never answer',
  faults: [{ is: 'revocation', mode: 'mute' }],
  expected: {
    checks: [{ id: 'certificates.revocation', finding: 'unreachable', outcome: 'warn', owner: 'network', names: ['ETIMEDOUT'] }],
    test: { is: 'notInstalled' },
  },
}
