import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the control plane is restarted while a connector works',
  installed: true,
  faults: [{ is: 'controlPlaneRestarts' }],
  expected: { channel: ['healthy'], test: { is: 'working' } },
}
