import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'far away, and the name has an IPv6 address that the server cannot reach',
  faults: [
    { is: 'names', servers: ['rightAndSixth'] },
    { is: 'delay', milliseconds: 150 },
  ],
  expected: { checks: [{ id: 'network.latency', finding: 'long', outcome: 'warn' }], test: { is: 'notInstalled' } },
}
