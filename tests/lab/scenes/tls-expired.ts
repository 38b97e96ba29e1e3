import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate has expired',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'expired' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'expired', names: ['control.lab'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'operator', names: ['expired'] },
  },
}
