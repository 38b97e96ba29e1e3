/** Asks for the published resource until it can be reached. */
import { request } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { Reaching } from '../reaching.ts'

const how = Reaching.parse(JSON.parse(process.argv[2] ?? '{}'))
if (how.is !== 'connect') throw new Error('only for /connect')

const isOpen = (): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request(new URL(how.path, how.address), {
      ca: how.ca,
      agent: false,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${how.serviceKey}` },
    })
    asked.once('error', () => resolve(false))
    asked.once('response', (answer) => {
      answer.resume()
      resolve(false)
    })
    asked.once('upgrade', (_answer, socket) => {
      socket.destroy()
      resolve(true)
    })
    asked.end()
  })

const deadline = Date.now() + 50_000
while (!(await isOpen())) {
  if (Date.now() > deadline) throw new Error('the channel does not open')
  await pause(100)
}
process.stdout.write('{"open":true}\n', () => process.exit(0))
