import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the control plane is restarted while a cloud service works through a connector',
  installed: true,
  faults: [{ is: 'controlPlaneRestarts' }],
  traffic: { within: 30 },
  expected: { channel: ['healthy'], test: { is: 'working' } },
}
