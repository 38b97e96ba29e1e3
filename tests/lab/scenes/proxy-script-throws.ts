import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy script throws, and only the proxy gets out',
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'throws' },
  ],
  expected: {
    checks: [
      { id: 'network.proxy-script', finding: 'failing', outcome: 'warn', owner: 'network', names: ['unknownVariable'] },
      { id: 'network.tcp-443', finding: 'refused' },
    ],
    test: { is: 'notWorking', code: 'CW1208', layer: 'tcp', owner: 'network', names: ['unknownVariable'] },
  },
}
