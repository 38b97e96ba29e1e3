/** One relay in a process of its own: the product's relay behind TLS. What it asks of the control plane is answered from memory. */
import { once } from 'node:events'
import { createPrivateKey } from 'node:crypto'
import { startRelay } from '../../tests/fakes/relay-server.ts'
import { RelayStore } from '../../tests/fakes/relay-store.ts'
import { RelayArgument } from '../machinery.ts'

const [argument] = (await once(process, 'message')) as [unknown]
const { name, papers, authority, target } = RelayArgument.parse(argument)
const store = new RelayStore()
store.publish('bench', target)
const issued = { certificate: papers.certificate, key: createPrivateKey(papers.key) }
const never = () => Promise.reject(new Error('certificates of connectors are issued elsewhere'))
const issuing = { certificate: authority, server: () => Promise.resolve(issued), connector: never }
const relay = await startRelay(issuing, store, { name })
process.on('message', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  process.send?.({ rss: process.memoryUsage.rss() })
})
process.send?.({ port: relay.port })
