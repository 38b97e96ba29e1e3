import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate comes without that of its issuer',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'incomplete' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'incomplete', names: ['Lab Issuing CA 1'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'operator', names: ['Lab Issuing CA 1'] },
  },
}
