import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy takes two seconds for each tunnel',
  faults: [{ is: 'proxy', kind: 'slow' }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
