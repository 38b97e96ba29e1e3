/**
 * A DNS and an LDAP server on loopback that answer like those of a domain controller, as far as nobody has signed in: SRV records with
 * compressed targets, the rootDSE, the LDAP ping. Written from RFC 1035, RFC 4511 and MS-ADTS 6.3.1.9; nothing in it was recorded.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

const name = (text: string): Buffer =>
  Buffer.concat([
    ...text
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ])

export interface SrvRow {
  readonly target: string
  readonly port: number
  readonly priority?: number
  readonly weight?: number
}

const questionEnd = (query: Buffer): number => {
  let at = 12
  while ((query[at] ?? 0) !== 0) at += (query[at] ?? 0) + 1
  return at + 5
}
const questionName = (query: Buffer): string => {
  const labels: string[] = []
  for (let at = 12; (query[at] ?? 0) !== 0; at += (query[at] ?? 0) + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)))
  return labels.join('.').toLowerCase()
}

/** The last label of each target is a pointer into the question, where the domain stands, as Samba and Windows send it. */
export const srvReply = (query: Buffer, rows: readonly SrvRow[] | undefined, more: { truncated?: boolean; code?: number } = {}): Buffer => {
  const end = questionEnd(query)
  const asked = questionName(query)
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | (more.truncated === true ? 0x0200 : 0) | (more.code ?? (rows === undefined ? 3 : 0)), 2)
  header.writeUInt16BE(more.truncated === true ? 0 : (rows?.length ?? 0), 6)
  const records = (more.truncated === true ? [] : (rows ?? [])).map(({ target, port, priority = 0, weight = 100 }) => {
    const [host = '', ...domain] = target.split('.')
    const at = asked.lastIndexOf(domain.join('.'))
    const compressed =
      domain.length > 0 && at > 0
        ? Buffer.concat([Buffer.from([host.length]), Buffer.from(host), Buffer.from([0xc0 | ((12 + at) >> 8), (12 + at) & 0xff])])
        : name(target)
    const data = Buffer.concat([Buffer.alloc(6), compressed])
    data.writeUInt16BE(priority, 0)
    data.writeUInt16BE(weight, 2)
    data.writeUInt16BE(port, 4)
    const head = Buffer.from([0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, 0])
    head.writeUInt16BE(data.length, 10)
    return Buffer.concat([head, data])
  })
  return Buffer.concat([header, query.subarray(12, end), ...records])
}

const length = (n: number): Buffer => (n < 128 ? Buffer.from([n]) : Buffer.from([0x82, n >> 8, n & 0xff]))
const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}
const octets = (value: string | Buffer): Buffer => tlv(4, Buffer.from(value as string))

export interface Controller {
  readonly domain: string
  readonly forestRoot?: string
  readonly domainLevel?: string
  readonly forestLevel?: string
  readonly writable?: boolean
  readonly site?: string
}

const distinguished = (domain: string): string =>
  domain
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',')

/** NETLOGON_SAM_LOGON_RESPONSE_EX with names compressed against its own beginning. */
export const netlogonReply = ({ domain, writable = true, site = 'Default-First-Site-Name' }: Controller): Buffer => {
  const head = Buffer.alloc(24)
  head.writeUInt16LE(23, 0)
  head.writeUInt32LE(0x1fd | (writable ? 0x100 : 0), 4)
  if (!writable) head.writeUInt32LE(0xfd, 4)
  const back = Buffer.from([0xc0, 24])
  return Buffer.concat([
    head,
    name(domain),
    back,
    Buffer.from([3]),
    Buffer.from('dc1'),
    back,
    name('CONTOSO'),
    name('DC1'),
    name(''),
    name(site),
    name(site),
    Buffer.alloc(8),
  ])
}

const entry = (id: number, attributes: readonly (readonly [string, string | Buffer])[]): Buffer =>
  Buffer.concat([
    tlv(
      0x30,
      tlv(2, Buffer.from([id])),
      tlv(0x64, octets(''), tlv(0x30, ...attributes.map(([type, value]) => tlv(0x30, octets(type), tlv(0x31, octets(value)))))),
    ),
    tlv(0x30, tlv(2, Buffer.from([id])), tlv(0x65, tlv(10, Buffer.from([0])), octets(''), octets(''))),
  ])

const answerLdap = (controller: Controller) => (socket: Socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    // One request a packet, as a client that waits sends it; 0x63 is a search, everything else an unbind.
    const id = data[data.indexOf(2, 2) + 2] ?? 1
    if (!data.includes(0x63)) {
      socket.end()
      return
    }
    const { domain, forestRoot = domain, domainLevel = '7', forestLevel = '7' } = controller
    socket.write(
      data.includes('NtVer')
        ? entry(id, [['netlogon', netlogonReply(controller)]])
        : entry(id, [
            ['rootDomainNamingContext', distinguished(forestRoot)],
            ['domainFunctionality', domainLevel],
            ['forestFunctionality', forestLevel],
          ]),
    )
  })
}

export class DirectoryServer {
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  readonly #names: UdpSocket[] = []

  async #listen(onSocket: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      onSocket(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#servers.push(server)
    return (server.address() as AddressInfo).port
  }

  /** A port on which the LDAP of this domain controller answers. */
  ldap(controller: Controller): Promise<number> {
    return this.#listen(answerLdap(controller))
  }

  /** A port that takes connections and says nothing. */
  silent(): Promise<number> {
    return this.#listen(() => undefined)
  }

  /** `127.0.0.1:port` of a DNS server; `reply` undefined is silence. */
  async dns(reply: (asked: string, query: Buffer) => Buffer | undefined, overTcp?: (query: Buffer) => Buffer): Promise<string> {
    const socket = createSocket('udp4')
    socket.on('message', (query, from) => {
      const answer = reply(questionName(query), query)
      if (answer !== undefined) socket.send(answer, from.port, from.address)
    })
    const port =
      overTcp === undefined
        ? 0
        : await this.#listen((client) =>
            client.on('data', (data) => {
              const answer = overTcp(data.subarray(2))
              const head = Buffer.alloc(2)
              head.writeUInt16BE(answer.length)
              client.write(Buffer.concat([head, answer]))
            }),
          )
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    this.#names.push(socket)
    return `127.0.0.1:${socket.address().port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#names) socket.close()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((done) => server.close(done))))
  }
}
