import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy wants a password (Basic), and the service is given a wrong one',
  installed: true,
  faults: [{ is: 'proxy', kind: 'basic' }],
  configured: { proxy: 'http://proxy.lab:3128', account: 'wrong', refused: 'CW4015' },
  expected: { channel: ['down'], test: { is: 'notWorking', code: 'CW1204', layer: 'tcp', owner: 'network' } },
}
