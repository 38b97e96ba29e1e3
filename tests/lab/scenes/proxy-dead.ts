import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'nothing listens at the proxy',
  faults: [{ is: 'proxy', kind: 'notRunning' }],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'refused', owner: 'network', names: ['proxy.lab', '3128'] }],
    test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network', names: ['proxy.lab:3128', 'ECONNREFUSED'] },
  },
}
