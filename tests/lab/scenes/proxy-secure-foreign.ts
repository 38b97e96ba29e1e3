import { inspectorName } from '../certificates.ts'
import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy speaks TLS itself and shows a certificate that nobody here trusts',
  faults: [{ is: 'proxy', kind: 'open', certificate: 'foreign' }],
  expected: {
    checks: [
      {
        id: 'network.proxy-auth',
        finding: 'notTrusted',
        owner: 'network',
        names: ['proxy.lab:3128', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', inspectorName],
      },
    ],
    test: {
      is: 'notWorking',
      code: 'CW4019',
      layer: 'tls',
      owner: 'network',
      names: ['proxy.lab:3128', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', inspectorName],
    },
  },
}
