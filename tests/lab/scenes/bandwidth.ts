import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the line carries 64 kbit/s',
  faults: [{ is: 'bandwidth', kilobits: 64 }],
  oneByOne: true,
  expected: { checks: [], test: { is: 'notInstalled' } },
}
