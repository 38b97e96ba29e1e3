import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate is for another name',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'wrongName' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'wrongName', names: ['portal.lab'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'network', names: ['portal.lab'] },
  },
}
