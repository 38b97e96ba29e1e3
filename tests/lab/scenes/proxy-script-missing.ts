import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy script is not there, and only the proxy gets out',
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'missing' },
  ],
  expected: {
    checks: [
      { id: 'network.proxy-script', finding: 'notLoaded', outcome: 'warn', owner: 'network', names: ['404'] },
      { id: 'network.tcp-443', finding: 'refused' },
    ],
    test: { is: 'notWorking', code: 'CW1208', layer: 'tcp', owner: 'network', names: ['404'] },
  },
}
