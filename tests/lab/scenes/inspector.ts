import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'mitmproxy inspects TLS',
  faults: [{ is: 'inspector' }],
  expected: {
    checks: [
      {
        id: 'certificates.inspection',
        finding: 'inspected',
        owner: 'network',
        names: ['mitmproxy', 'Lab Issuing CA 1', 'control.lab:443'],
      },
    ],
    test: { is: 'notWorking', code: 'CW1302', layer: 'tls', owner: 'network', names: ['mitmproxy', 'Lab Issuing CA 1'] },
  },
}
