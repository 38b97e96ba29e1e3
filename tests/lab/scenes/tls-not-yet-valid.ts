import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate is not valid yet',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'notYetValid' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'notYetValid', names: ['control.lab'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'operator', names: ['CERT_NOT_YET_VALID'] },
  },
}
