import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'what listens at the proxy does not speak HTTP',
  faults: [{ is: 'garbageProxy' }],
  expected: {
    checks: [{ id: 'network.proxy-auth', finding: 'noAnswer', owner: 'network', names: ['proxy.lab:3128', 'HPE_'] }],
    test: { is: 'notWorking', code: 'CW1205', layer: 'tls', owner: 'network', names: ['proxy.lab:3128', 'HPE_'] },
  },
}
