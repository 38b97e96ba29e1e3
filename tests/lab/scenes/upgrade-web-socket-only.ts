import { type Scene } from '../scene.ts'

export const scene: Scene = {
  broken: 'a middle box lets only WebSocket through',
  faults: [{ is: 'box', behaviour: 'webSocketOnly', certificate: 'genuine' }],
  expected: { checks: [], test: { is: 'notInstalled' } },
}
