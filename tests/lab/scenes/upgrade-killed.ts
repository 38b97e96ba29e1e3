import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a middle box drops every Upgrade',
  faults: [{ is: 'box', behaviour: 'noUpgrade', certificate: 'genuine' }],
  expected: {
    checks: [{ id: 'network.upgrade', finding: 'none', outcome: 'warn', owner: 'network', names: ['control.lab'] }],
    test: { is: 'notWorking', code: 'CW1211', layer: 'http', owner: 'network', names: ['control.lab:443'] },
  },
}
