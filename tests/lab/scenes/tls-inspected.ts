import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a firewall replaces the certificate with its own',
  faults: [{ is: 'box', behaviour: 'forward', certificate: 'inspected' }],
  expected: {
    checks: [
      {
        id: 'certificates.inspection',
        finding: 'inspected',
        owner: 'network',
        names: ['Contoso Web Gateway CA 2', 'Lab Issuing CA 1', 'control.lab:443'],
      },
    ],
    test: {
      is: 'notWorking',
      code: 'CW1302',
      layer: 'tls',
      owner: 'network',
      names: ['Contoso Web Gateway CA 2', 'Lab Issuing CA 1', 'control.lab:443'],
    },
  },
}
