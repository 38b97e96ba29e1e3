/** Ports for programs that cannot choose one themselves. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { run, type Place } from './child.ts'

/** A port nobody listens on at the moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const attempt = `const [host, port] = process.argv.slice(1); const end = Date.now() + 20000
const go = () => require('node:net').connect({ host, port: +port }, () => process.exit(0)).on('error', () => (Date.now() > end ? process.exit(1) : setTimeout(go, 50)))
go()`

/** Resolves when something listens there, as seen from within the place. */
export const untilListening = async (place: Place, host: string, port: number): Promise<void> => {
  const child = run(place, process.execPath, ['-e', attempt, host, String(port)])
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`nothing listens on ${host}:${port}`)
}
