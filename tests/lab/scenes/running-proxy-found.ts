import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'nothing but a proxy gets out, and the service finds its script by name (WPAD)',
  installed: true,
  faults: [
    { is: 'names', servers: ['rightAndScript'] },
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'proxy' },
  ],
  configured: { proxy: 'wpad' },
  expected: { channel: ['healthy'], through: 'proxy.lab:3128', test: { is: 'working' } },
}
