import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy moves while the service runs, and its script says so',
  installed: true,
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'proxy' },
  ],
  configured: { proxy: 'pac:http://proxy.lab/proxy.pac' },
  then: [{ is: 'proxyMoves' }],
  expected: { channel: ['healthy'], through: 'proxy.lab:3129', test: { is: 'working' } },
}
