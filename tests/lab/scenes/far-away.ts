import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'every packet takes 300 ms',
  faults: [{ is: 'delay', milliseconds: 150 }],
  expected: { checks: [{ id: 'network.latency', finding: 'long', outcome: 'warn', names: ['control.lab'] }], test: { is: 'notInstalled' } },
}
