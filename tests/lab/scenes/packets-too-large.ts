import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'packets over 1,000 bytes vanish (MTU black hole)',
  faults: [{ is: 'packets', rules: ['meta length > 1000 drop'] }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'handshakeFailed', owner: 'network', names: ['ETIMEDOUT'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'network', names: ['ETIMEDOUT'] },
  },
}
