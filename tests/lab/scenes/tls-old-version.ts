import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a middle box speaks TLS 1.1 at most',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'genuine', newestTls: '1.1' }],
  expected: {
    checks: [{ id: 'certificates.tls', finding: 'handshakeFailed', names: ['PROTOCOL'] }],
    test: { is: 'notWorking', code: 'CW1301', layer: 'tls', owner: 'network', names: ['PROTOCOL'] },
  },
}
