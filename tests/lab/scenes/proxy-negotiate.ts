import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy wants Negotiate (Kerberos)',
  faults: [{ is: 'proxy', kind: 'negotiate' }],
  expected: {
    checks: [{ id: 'network.proxy-auth', finding: 'otherWay', owner: 'network', names: ['proxy.lab:3128', 'Negotiate'] }],
    test: { is: 'notWorking', code: 'CW4016', layer: 'tls', owner: 'network', names: ['proxy.lab:3128', 'Negotiate'] },
  },
}
