/**
 * A program for a child process: many connectors dial one relay at once, in one process. When HTTP/2 takes over a socket
 * too early on either end, the process aborts (SIGABRT); the test looks at how it ended.
 */
import { startConnector } from './connector-in-process.ts'
import { startRelay } from './relay-server.ts'
import { connectorIdOf, RelayStore } from './relay-store.ts'
import { TestAuthority } from './test-authority.ts'

const authority = await TestAuthority.create()
const store = new RelayStore()
const relay = await startRelay(authority, store)
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const connectors = await Promise.all(
  letters.map((letter) =>
    startConnector({
      authority,
      connectorId: connectorIdOf(letter),
      relays: ['relay-1', 'relay-2'].map((name) => ({ name, url: relay.origin })),
      carrier: letter < 'n' ? 'causeway' : 'websocket',
      random: () => 0,
    }),
  ),
)
while (connectors.some(({ pool }) => pool.health.is !== 'healthy')) await new Promise((resolve) => setTimeout(resolve, 20))
const echoes = await Promise.all(letters.map((letter) => relay.relay.echo(connectorIdOf(letter), 4, 1024)))
process.stdout.write(`${store.attached.length} sessions, ${echoes.reduce((sum, { lost }) => sum + lost, 0)} lost\n`)
process.exit(0)
