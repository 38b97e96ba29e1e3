import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'only a proxy gets out; its script is found by name (WPAD)',
  faults: [
    { is: 'names', servers: ['rightAndScript'] },
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'proxy', automatic: true },
  ],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
