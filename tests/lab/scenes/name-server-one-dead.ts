import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the first of two name servers does not answer',
  faults: [{ is: 'names', servers: ['dead', 'right'] }],
  expected: {
    checks: [{ id: 'network.dns', finding: 'someServers', outcome: 'warn', names: ['10.77.1.53'] }],
    test: { is: 'notInstalled' },
  },
}
