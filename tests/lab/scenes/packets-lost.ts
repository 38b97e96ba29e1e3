import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'every tenth packet is lost',
  faults: [{ is: 'packets', rules: ['numgen inc mod 10 == 9 drop'] }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
