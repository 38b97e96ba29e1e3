import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the firewall forgets connections that are idle for 20 seconds',
  installed: true,
  faults: [{ is: 'idleCut', seconds: 20 }],
  expected: { channel: ['healthy'], steady: 45, test: { is: 'working' } },
}
