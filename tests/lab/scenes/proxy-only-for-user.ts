import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the user has a proxy, the service has none, and only the proxy gets out',
  faults: [{ is: 'userProxyOnly' }],
  expected: {
    checks: [
      { id: 'network.proxy-view', finding: 'differs', outcome: 'warn', names: ['proxy.lab:3128'] },
      { id: 'network.tcp-443', finding: 'timedOut', names: ['10.77.2.2'] },
    ],
    test: { is: 'notWorking', code: 'CW1203', layer: 'tcp', owner: 'administrator', names: ['proxy.lab:3128'] },
  },
}
