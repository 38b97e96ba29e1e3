import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the process of the control plane stands still',
  faults: [{ is: 'controlPlaneHangs' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'handshakeFailed', names: ['ETIMEDOUT'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'network', names: ['ETIMEDOUT'] },
  },
}
