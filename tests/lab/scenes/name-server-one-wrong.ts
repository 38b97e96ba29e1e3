import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the second of two name servers gives another address',
  faults: [{ is: 'names', servers: ['right', 'wrongAddress'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'serversDiffer', outcome: 'warn', names: ['10.77.1.54', '10.77.2.9'] }],
    test: { is: 'notInstalled' },
  },
}
