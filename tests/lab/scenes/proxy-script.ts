import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'only a proxy gets out; the service has a script that names it (PAC)',
  faults: [
    { is: 'names', servers: ['right'] },
    { is: 'proxy', kind: 'open' },
    { is: 'script', content: 'proxy' },
  ],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
