import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the name server takes more than a second',
  faults: [{ is: 'names', servers: ['slow'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'slow', outcome: 'warn', owner: 'network', names: ['control.lab'] }],
    test: { is: 'notInstalled' },
  },
}
