import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the name has an IPv6 address and the server has no IPv6',
  faults: [{ is: 'names', servers: ['rightAndSixth'] }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
