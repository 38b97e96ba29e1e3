import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'nothing',
  faults: [],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
