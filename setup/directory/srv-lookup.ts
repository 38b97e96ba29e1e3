/** Asks the configured DNS servers for SRV records: over UDP, over TCP where the answer does not fit. */
import { createSocket } from 'node:dgram'
import { getServers } from 'node:dns'
import { connect, isIPv6 } from 'node:net'
import { randomInt } from 'node:crypto'
import { codeOf } from '../../connector/way-out/limits.ts'
import { readSrvMessage, type SrvMessage, type SrvRecord, srvQuestion } from './dns-message.ts'

export type SrvAnswer =
  | { readonly is: 'found'; readonly records: readonly SrvRecord[] }
  /** A server said that there is no such name or no such record. */
  | { readonly is: 'none' }
  /** No server gave an answer that can be used. */
  | { readonly is: 'unknown'; readonly why: string }

/** For one server. */
const limit = 1500
const noSuchName = 3

interface Server {
  readonly host: string
  readonly port: number
}

/** As `dns.getServers` prints them: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`. */
export const dnsServer = (text: string): Server => {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(text) ?? /^([^:]+):(\d+)$/.exec(text)
  return bracketed === null ? { host: text, port: 53 } : { host: bracketed[1] ?? '', port: Number(bracketed[2]) }
}

type Ask = (server: Server, question: Buffer, id: number, signal: AbortSignal) => Promise<SrvMessage>

const overUdp: Ask = ({ host, port }, question, id, signal) =>
  new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', stop)
      socket.close()
      settle()
    }
    const stop = () => end(() => reject(signal.reason as Error))
    signal.addEventListener('abort', stop, { once: true })
    socket.once('error', (error) => end(() => reject(error)))
    socket.on('message', (data) => {
      // What does not fit the question is somebody else's, and waited past.
      const message = readSrvMessage(data, id)
      if (message !== undefined) end(() => resolve(message))
    })
    socket.connect(port, host, () => socket.send(question))
  })

const overTcp: Ask = ({ host, port }, question, id, signal) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    let received = Buffer.alloc(0)
    const stop = () => socket.destroy(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(question.length)
      socket.write(Buffer.concat([length, question]))
    })
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const message = readSrvMessage(received.subarray(2, 2 + received.readUInt16BE(0)), id)
      if (message === undefined) socket.destroy(new Error('an answer that is none'))
      else {
        resolve(message)
        socket.destroy()
      }
    })
    socket.once('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('closed without an answer'))
    })
  })

/** Servers are asked one after the other until one answers with yes or no. Rejects only when `signal` fires. */
export const lookupSrv = async (name: string, signal: AbortSignal, servers: readonly string[] = getServers()): Promise<SrvAnswer> => {
  const id = randomInt(0x10000)
  const question = srvQuestion(name, id)
  if (question === undefined) return { is: 'unknown', why: `${name.slice(0, 300)} is not a name of the DNS` }
  const refusals: string[] = []
  for (const printed of servers) {
    signal.throwIfAborted()
    const server = dnsServer(printed)
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limit)])
    try {
      let message = await overUdp(server, question, id, limited)
      if (message.truncated) message = await overTcp(server, question, id, limited)
      if (message.responseCode === noSuchName) return { is: 'none' }
      if (message.responseCode === 0) return message.records.length === 0 ? { is: 'none' } : { is: 'found', records: message.records }
      refusals.push(`${printed} answered ${message.responseCode}`)
    } catch (error) {
      signal.throwIfAborted()
      refusals.push(`${printed}: ${limited.aborted ? `no answer within ${limit} ms` : codeOf(error)}`)
    }
  }
  return { is: 'unknown', why: refusals.join(', ') || 'no DNS server is configured' }
}

/** In the order in which clients use them (RFC 2782), each host once. */
export const inOrder = (records: readonly SrvRecord[]): SrvRecord[] =>
  records
    .toSorted((a, b) => a.priority - b.priority || b.weight - a.weight || a.target.localeCompare(b.target))
    .filter(({ target }, i, all) => all.findIndex((other) => other.target === target) === i)
