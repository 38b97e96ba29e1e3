import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'only port 443 gets out: nobody can ask what is revoked',
  faults: [{ is: 'packets', rules: ['iifname "in" tcp dport 80 drop'] }],
  expected: {
    checks: [
      {
        id: 'certificates.revocation',
        finding: 'unreachable',
        outcome: 'warn',
        owner: 'network',
        names: ['http://revocation.lab/issuing.crl', 'ETIMEDOUT'],
      },
    ],
    test: { is: 'notInstalled' },
  },
}
