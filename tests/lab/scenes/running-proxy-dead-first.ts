import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'of two proxies in the script the first is dead',
  installed: true,
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'deadFirst' },
  ],
  configured: { proxy: 'pac:http://proxy.lab/proxy.pac' },
  expected: { channel: ['healthy'], through: 'proxy.lab:3128', test: { is: 'working' } },
}
