import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'only a proxy gets out, and the service uses it',
  faults: [{ is: 'proxy', kind: 'open' }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
