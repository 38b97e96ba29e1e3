import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'nothing but a proxy gets out, and the service is set to its script (PAC)',
  installed: true,
  faults: [
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'proxy' },
  ],
  configured: { proxy: 'pac:http://proxy.lab/proxy.pac' },
  expected: { channel: ['healthy'], through: 'proxy.lab:3128', test: { is: 'working' } },
}
