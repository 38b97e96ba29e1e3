import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'relay-1 goes away under a connector that has sessions on both relays',
  installed: true,
  twoRelays: true,
  faults: [{ is: 'packets', rules: ['ip daddr 10.77.2.3 tcp dport 443 reject with tcp reset'] }],
  expected: {
    channel: ['degraded'],
    test: { is: 'working', relay: 'relay-2', beside: { code: 'CW1204', names: ['relay-1', '10.77.2.3'] } },
  },
}
