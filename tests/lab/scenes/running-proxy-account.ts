import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy wants a password (Basic), and the service has been given it',
  installed: true,
  faults: [{ is: 'proxy', kind: 'basic' }],
  configured: { proxy: 'http://proxy.lab:3128', account: 'right' },
  expected: { channel: ['healthy'], through: 'proxy.lab:3128', test: { is: 'working' } },
}
