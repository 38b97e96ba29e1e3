import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'nothing, and a connector runs',
  installed: true,
  faults: [],
  expected: { channel: ['healthy'], test: { is: 'working' } },
}
