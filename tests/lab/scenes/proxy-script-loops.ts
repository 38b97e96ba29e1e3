import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy script never ends, and only the proxy gets out',
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'loops' },
  ],
  expected: {
    checks: [
      { id: 'network.proxy-script', finding: 'failing', outcome: 'warn', owner: 'network', names: ['tooLong', 'proxy.lab/proxy.pac'] },
      { id: 'network.tcp-443', finding: 'refused' },
    ],
    test: { is: 'notWorking', code: 'CW1208', layer: 'tcp', owner: 'network', names: ['tooLong', 'proxy.lab/proxy.pac'] },
  },
}
