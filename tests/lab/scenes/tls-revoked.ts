import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate is revoked',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'revoked' }],
  expected: { checks: [{ id: 'certificates.revocation', finding: 'revoked', names: ['control.lab'] }], test: { is: 'notInstalled' } },
}
