import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'the proxy script answers nonsense; the direct way works',
  faults: [{ is: 'script', content: 'nonsense' }],
  expected: {
    checks: [{ id: 'network.proxy-script', finding: 'failing', outcome: 'warn', owner: 'network', names: ['use the proxy, please'] }],
    test: { is: 'notInstalled' },
  },
}
