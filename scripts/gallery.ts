/** `npm run gallery`: every state a page of the wizard can be in, opened by name in a browser. */
import { allStates } from '../renderer/gallery/all-states.ts'
import { openGallery } from './gallery-server.ts'

const { address, close } = await openGallery()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().finally(() => process.exit(0)))
for (const [page, states] of Object.entries(allStates))
  for (const state of Object.keys(states)) console.log(`${address}?page=${page}&state=${state}`)
console.log(`\n${address}\nAdd &theme=light, &theme=dark or &language=zh-CN. Ctrl+C ends it.`)
