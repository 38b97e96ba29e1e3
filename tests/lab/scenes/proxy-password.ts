import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy wants a password (Basic)',
  faults: [{ is: 'proxy', kind: 'basic' }],
  expected: {
    checks: [
      { id: 'network.proxy-auth', finding: 'wantsCredentials', owner: 'network', names: ['proxy.lab:3128', 'Basic', 'Contoso proxy'] },
    ],
    test: { is: 'notWorking', code: 'CW4014', layer: 'tls', owner: 'administrator', names: ['proxy.lab:3128', 'Basic'] },
  },
}
