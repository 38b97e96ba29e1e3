import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'relay-1 of two is away, relay-2 answers',
  faults: [
    { is: 'box', behaviour: 'twoRelays', certificate: 'genuine' },
    { is: 'packets', rules: ['ip daddr 10.77.2.3 tcp dport 443 reject with tcp reset'] },
  ],
  expected: {
    checks: [{ id: 'network.tcp-443', finding: 'someRelays', outcome: 'warn', owner: 'network', names: ['relay-1.lab', '10.77.2.3'] }],
    test: { is: 'notInstalled' },
  },
}
