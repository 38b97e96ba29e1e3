/** One control plane in one process: database, certificates, listener, sign-in, API, relay. `server.ts`, tests and the bench start it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger } from 'pino'
import { type ConnectionFile } from '../contract/connection-file.ts'
import { type Discovery, type Organization, type PublishedResource } from '../contract/control-plane-api.ts'
import { type Failure, type Result, succeeded } from '../contract/error-codes.ts'
import { administrationOf } from './administration.ts'
import { countAttempts } from './api/attempts.ts'
import { registerApi } from './api/api.ts'
import { defaultAuditDays, keepAuditFor } from './audit-retention.ts'
import { groupAuditWrites } from './audit-writer.ts'
import { openAuthority } from './certificate-authority/authority.ts'
import { writeWhole } from './certificate-authority/key-files.ts'
import { openServerCertificate } from './certificate-authority/server-certificate.ts'
import { watchConnectors } from './connector-health.ts'
import { registerConsole } from './console/console.ts'
import { dataFolderNames, lockDataFolder } from './data-folder.ts'
import { type Demo, startDemo } from './demo.ts'
import { enrollmentsOf } from './enrollment.ts'
import { type FirstOrganization, prepareFirstStart } from './first-start.ts'
import { openListener } from './listener.ts'
import { relayPortsOf } from './relay-ports.ts'
import { Remembered } from './remembered.ts'
import { createRelay } from './relay/relay.ts'
import { type Relay, type RelayOptions } from './relay/relay-api.ts'
import { allowDeviceSignIn, isDeviceSignInOffered } from './sign-in/device-sign-in.ts'
import { type SignIn, type SignInOptions } from './sign-in/sign-in-api.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { type DatabaseTemplate, openDatabase } from './store/database.ts'
import { type Store, storeOf } from './store/store.ts'
import { createWebServer } from './web-server.ts'

export const version = '0.1.0'
const relayName = 'relay-1'
/** A connector keeps one session for interactive and one for bulk streams at each relay. */
const sessionsPerRelay = 2

export interface ControlPlaneOptions {
  /** Data folder. Absent: database in memory, files in a temporary folder; all gone after `stop`. */
  data?: string
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /** Default 0: any free port. */
  port?: number
  /** https origin by which people and connectors come. Default: the address listened on. */
  publicUrl?: string
  /** By which addresses connectors reach the relay of this program. Default: the public one. */
  relays?: Discovery['relays']
  /** The operator's own PEM files. */
  tls?: { certificate: string; key: string }
  /** With demo data. Absent or false: `first` names the organization that an empty data folder gets. */
  demo?: boolean
  first?: FirstOrganization
  /** Days for which audit entries are kept. Default 400. */
  auditDays?: number
  log: Logger
  now?: () => number
  relay?: Pick<RelayOptions, 'windowBudgetBytes' | 'stalledReaderMs' | 'pingIntervalMs' | 'acceptsPerSecond'>
  /** What a new database begins from; absent: from nothing. */
  databaseTemplate?: DatabaseTemplate
  /** Tests put a sign-in of their own here. */
  signIn?: (options: SignInOptions) => Promise<SignIn>
}

export interface ControlPlane {
  /** https origin that is listened on. */
  address: string
  publicUrl: string
  connectionFile: ConnectionFile
  /** Where the connection file was written. */
  connectionFilePath: string
  /** Only while the first administrator has no password. */
  firstAdministratorLink: string | undefined
  demo: Demo | undefined
  store: Store
  relay: Relay
  /** Refuses new work, lets open streams end for up to `drainMs` (default 5 s), closes the database. */
  stop: (drainMs?: number) => Promise<void>
}

const originOf = (host: string, port: number): string => {
  const shown = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return new URL(`https://${shown.includes(':') ? `[${shown}]` : shown}:${port}`).origin
}

const takenBack = async (stack: AsyncDisposableStack, failure: Failure): Promise<{ ok: false; failure: Failure }> => {
  await stack.disposeAsync()
  return { ok: false, failure }
}

/** @returns CW5011, CW5012, CW5015, CW7005 for the operator's own certificate, or CW5005 when demo data and real data would mix. Nothing stays open after a failure. */
export const startControlPlane = async (options: ControlPlaneOptions): Promise<Result<ControlPlane>> => {
  const { host = '127.0.0.1', log, now = Date.now } = options
  const stack = new AsyncDisposableStack()
  const temporary = options.data === undefined ? await mkdtemp(join(tmpdir(), 'causeway-')) : undefined
  const folder = options.data ?? temporary ?? ''
  if (temporary !== undefined) stack.defer(() => rm(temporary, { recursive: true, force: true }))

  const lock = await lockDataFolder(folder)
  if (!lock.ok) return takenBack(stack, lock.failure)
  stack.defer(lock.value)
  const authorityFolder = join(folder, dataFolderNames.certificateAuthority)
  const authority = await openAuthority(authorityFolder)
  if (!authority.ok) return takenBack(stack, authority.failure)
  const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '')
  const publicHost = options.publicUrl === undefined ? host : hostOf(options.publicUrl)
  const hosts = [publicHost, ...(options.relays ?? []).map(({ url }) => hostOf(url))]
  const certificate = await openServerCertificate(authorityFolder, authority.value, hosts, options.tls)
  if (!certificate.ok) return takenBack(stack, certificate.failure)
  const { key, certificate: chain, expectedIssuers } = certificate.value
  const listening = await openListener({ host, port: options.port ?? 0, key, certificate: chain })
  if (!listening.ok) return takenBack(stack, listening.failure)
  const listener = listening.value
  // Last: a file or an address that cannot be used is said before the seconds that a new database takes.
  const opened = await openDatabase(temporary === undefined ? join(folder, dataFolderNames.database) : undefined, options.databaseTemplate)
  if (!opened.ok) {
    await listener.close(0)
    return takenBack(stack, opened.failure)
  }
  stack.defer(opened.value.close)
  const { database } = opened.value
  const store = storeOf(database)

  // Closed before the database: what is being answered may still need it.
  let drainMs = 5_000
  stack.defer(() => listener.close(drainMs))
  const address = originOf(host, listener.port)
  const publicUrl = options.publicUrl === undefined ? address : new URL(options.publicUrl).origin
  const relays = options.relays ?? [{ name: relayName, url: publicUrl }]

  const audit = groupAuditWrites((entries) => store.auditLog.record(entries, new Date(now())))
  stack.defer(audit.settled)
  const { deleteOldest } = store.auditLog
  stack.defer(keepAuditFor({ days: options.auditDays ?? defaultAuditDays, deleteOldest, log, now }))
  const health = watchConnectors({
    recordContact: store.connectors.recordContact,
    expectedSessions: relays.length * sessionsPerRelay,
    now,
    failedToRecord: (error) => log.warn({ topic: 'health', err: error }, 'contact of a connector could not be stored'),
  })
  stack.defer(health.settled)
  const resources = new Remembered<PublishedResource>(now)
  const relay = createRelay(relayPortsOf({ store, audit, presence: health, resources, log, now }), {
    name: relays[0]?.name ?? relayName,
    nameAt: (host) => relays.find(({ url }) => new URL(url).host === host)?.name,
    audiences: () => [...new Set([publicUrl, address, ...relays.map(({ url }) => new URL(url).origin)])],
    connectorAuthorities: [authority.value.certificate],
    ...options.relay,
  })
  stack.defer(() => relay.close({ drainMs }))
  for (const id of await store.connectors.draining()) relay.setDraining(id, true)
  const administration = administrationOf(
    store,
    {
      ...relay,
      configurationChanged: (id) => {
        resources.forget()
        return relay.configurationChanged(id)
      },
    },
    now,
  )
  const enrollments = enrollmentsOf({ store, authority: authority.value, health, channels: relay, relays, now })
  const signIn = await (options.signIn ?? createSignIn)({ database, publicUrl, folder: join(folder, dataFolderNames.signIn), log, now })
  stack.defer(signIn.close)

  const certificateAuthorities = options.tls === undefined ? [authority.value.certificate] : []
  const connectionFile = (organization: Pick<Organization, 'id' | 'name'>): ConnectionFile => ({
    schema: 'causeway.connection/1',
    controlPlane: publicUrl,
    certificateAuthorities,
    organization: { id: organization.id, name: organization.name },
  })
  const discovery = async (): Promise<Discovery> => ({
    schema: 'causeway.discovery/1',
    name: new URL(publicUrl).host,
    api: `${publicUrl}/v1`,
    issuer: signIn.issuer,
    relays,
    expectedIssuers,
    signInMethods: (await isDeviceSignInOffered(database)) ? ['browser', 'device', 'token'] : ['browser', 'token'],
    minimumVersion: '0.1.0',
    reconnectWindowSeconds: relay.reconnectWindowSeconds(),
  })

  const web = createWebServer(log)
  stack.defer(() => web.close())
  await signIn.register(web)
  await registerApi(web, {
    store,
    verifyAccessToken: signIn.verifyAccessToken,
    verifyProof: (proof) => relay.verifyProof(proof),
    attempts: countAttempts(10, 60_000, now),
    administration,
    enrollments,
    health,
    echo: (connectorId, count, bytes) => relay.echo(connectorId, count, bytes),
    throughput: (connectorId, bytes) => relay.throughput(connectorId, bytes),
    discovery,
    version,
    now,
  })
  await registerConsole(web, {
    store,
    administration,
    shown: health.shown,
    door: signIn.door,
    publicUrl,
    certificateAuthorities,
    downloadsFolder: join(folder, dataFolderNames.downloads),
    now,
  })
  await web.ready()

  let demo: Demo | undefined
  let link: string | undefined
  if (options.demo === true) {
    const started = await startDemo(store, administration, signIn, now)
    if (!started.ok) return takenBack(stack, started.failure)
    demo = started.value
    // So that a server without a browser can try the demo as well.
    await allowDeviceSignIn(database, demo.organization.id, true)
    stack.defer(demo.close)
  } else {
    link = await prepareFirstStart(
      store,
      signIn,
      options.first ?? { name: 'My organization', administrator: `administrator@${publicHost}` },
      now,
    )
  }
  const organization = await store.organizations.first()
  if (organization === undefined) throw new Error('the first start made no organization')
  const file = connectionFile(organization)
  const connectionFilePath = join(folder, dataFolderNames.connectionFile)
  await writeWhole(connectionFilePath, JSON.stringify(file, undefined, 2) + '\n', 0o644)

  listener.serve({
    request: (request, response) => {
      if (!relay.handleRequest(request, response)) web.server.emit('request', request, response)
    },
    upgrade: (request, socket, head) => {
      if (relay.handleUpgrade(request, socket, head)) return
      socket.on('error', () => undefined)
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nCauseway-Code: CW5003\r\nContent-Length: 0\r\n\r\n')
    },
    connect: (stream, headers) => relay.handleConnect(stream, headers),
  })
  stack.defer(() => listener.refuse())
  log.info({ topic: 'start', address, publicUrl, version, demo: demo !== undefined }, 'control plane takes requests')

  let stopping: Promise<void> | undefined
  return succeeded({
    address,
    publicUrl,
    connectionFile: file,
    connectionFilePath,
    firstAdministratorLink: link === undefined ? undefined : `${publicUrl}${link}`,
    demo,
    store,
    relay,
    stop: (drain = 5_000) => {
      drainMs = drain
      stopping ??= stack.disposeAsync()
      return stopping
    },
  })
}
