import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'only a proxy gets out that speaks TLS itself, and the service uses it',
  faults: [{ is: 'proxy', kind: 'open', certificate: 'trusted' }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
