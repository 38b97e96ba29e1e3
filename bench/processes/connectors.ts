/** Channels of many connectors in one process, each with a certificate of its own: only the relay's side is measured. */
import { once } from 'node:events'
import { createPrivateKey } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { startConnector } from '../../tests/fakes/connector-in-process.ts'
import { ConnectorsArgument } from '../machinery.ts'

const [argument] = (await once(process, 'message')) as [unknown]
const { authority, relays, connectors } = ConnectorsArgument.parse(argument)
const started = []
for (const { connectorId, papers } of connectors) {
  const issued = { certificate: papers.certificate, key: createPrivateKey(papers.key) }
  const never = () => Promise.reject(new Error('certificates are issued elsewhere'))
  started.push(await startConnector({ authority: { certificate: authority, connector: never }, connectorId, relays, issued }))
}
while (started.some(({ pool }) => pool.health.is !== 'healthy')) await pause(20)
process.send?.({ healthy: true })
