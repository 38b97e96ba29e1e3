import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the certificate is self-signed',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'selfSigned' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'selfSigned', names: ['control.lab'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'network', names: ['SELF_SIGNED'] },
  },
}
