/** The load generator: one measurement of one way to the resource. */
import { request } from 'node:https'
import { connect } from 'node:net'
import { type Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { quantile } from '../statistics.ts'
import { LoadArgument, type Reaching, type Sample } from '../reaching.ts'

const { name, reach: how, milliseconds, echoes, opens, measure } = LoadArgument.parse(JSON.parse(process.argv[2] ?? '{}'))
const patience = 20_000
const message = Buffer.alloc(100, 0x45)

const reach = (how: Reaching): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    if (how.is === 'tcp') {
      const socket = connect({ host: how.host, port: how.port, noDelay: true }, () => resolve(socket))
      socket.on('error', reject)
      return
    }
    const asked = request(new URL(how.path, how.address), {
      ca: how.ca,
      agent: false,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${how.serviceKey}` },
    })
    asked.once('error', reject)
    asked.once('response', (answer) => reject(new Error(`refused with ${answer.statusCode ?? 0}`)))
    asked.once('upgrade', (_answer, socket) => {
      socket.on('error', () => undefined)
      socket.setNoDelay(true)
      resolve(socket)
    })
    asked.end()
  })

/** Sends one message and waits until as much came back. */
const echo = (socket: Duplex): Promise<void> =>
  new Promise((resolve, reject) => {
    let length = 0
    const heard = (piece: Buffer) => {
      length += piece.length
      if (length < message.length) return
      socket.off('data', heard)
      socket.off('close', lost)
      resolve()
    }
    const lost = () => reject(new Error('closed'))
    socket.on('data', heard)
    socket.once('close', lost)
    socket.write(message)
  })

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now()
  await work()
  return performance.now() - since
}

const measureStream = async (how: Reaching): Promise<Partial<Sample>> => {
  const socket = await reach(how)
  let bytes = 0
  socket.on('data', (piece: Buffer) => (bytes += piece.length))
  socket.write('D')
  // Windows grow first.
  await pause(Math.min(2_500, milliseconds))
  const before = bytes
  const elapsed = await timed(() => pause(milliseconds))
  const stream = ((bytes - before) * 1000) / elapsed
  socket.destroy()
  return { stream, streamBytes: bytes }
}

const measureEcho = async (how: Reaching): Promise<Partial<Sample>> => {
  const socket = await reach(how)
  for (let count = 0; count < 50; count += 1) await echo(socket)
  const times: number[] = []
  for (let count = 0; count < echoes; count += 1) times.push(await timed(() => echo(socket)))
  socket.destroy()
  return { echoP50: quantile(times, 0.5), echoP99: quantile(times, 0.99) }
}

const measureEcho64 = async (how: Reaching): Promise<Partial<Sample>> => {
  const sockets = await Promise.all(Array.from({ length: 64 }, () => reach(how)))
  await Promise.all(sockets.map(echo))
  const times: number[] = []
  const until = performance.now() + milliseconds
  const elapsed = await timed(() =>
    Promise.all(
      sockets.map(async (socket) => {
        while (performance.now() < until) times.push(await timed(() => echo(socket)))
      }),
    ),
  )
  for (const socket of sockets) socket.destroy()
  return {
    echo64P50: quantile(times, 0.5),
    echo64P99: quantile(times, 0.99),
    echo64Rate: (times.length * 1000) / elapsed,
    echo64Count: times.length,
  }
}

const measureOpen = async (how: Reaching): Promise<Partial<Sample>> => {
  const times: number[] = []
  for (let count = 0; count < opens; count += 1) {
    times.push(
      await timed(async () => {
        const socket = await reach(how)
        await echo(socket)
        socket.destroy()
      }),
    )
  }
  return { open: quantile(times, 0.5) }
}

const measurements = { stream: measureStream, echo: measureEcho, echo64: measureEcho64, open: measureOpen }

const late = pause(patience + 3 * milliseconds).then(() => Promise.reject(new Error('no end in time')))
const sample: Sample = await Promise.race([measurements[measure](how), late]).then(
  (found) => ({ name, ...found }),
  (error: unknown) => ({ name, failure: `${measure}: ${error instanceof Error ? error.message : String(error)}` }),
)
process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0))
