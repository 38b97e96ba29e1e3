import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy refuses CONNECT to the control plane',
  faults: [{ is: 'proxy', kind: 'refusesControlPlane' }],
  expected: {
    checks: [{ id: 'network.proxy-auth', finding: 'refused', owner: 'network', names: ['proxy.lab:3128', '403', 'control.lab:443'] }],
    test: { is: 'notWorking', code: 'CW1205', layer: 'tls', owner: 'network', names: ['proxy.lab:3128', '403'] },
  },
}
