import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the script names a proxy that speaks TLS itself',
  installed: true,
  faults: [
    { is: 'proxy', kind: 'open', certificate: 'trusted' },
    { is: 'script', content: 'secureProxy' },
  ],
  configured: { proxy: 'pac:http://proxy.lab/proxy.pac' },
  expected: { channel: ['healthy'], through: 'proxy.lab:3128', test: { is: 'working' } },
}
