/** The connector's worker: holds the channel. A child of the host (`host.ts`); ends when the ipc channel to it closes. Only wires. */
import { join } from 'node:path'
import { type Logger } from 'pino'
import { ConnectorLabelsReply, EchoReply, ThroughputReply } from '../contract/control-plane-api.ts'
import { type Label } from '../contract/enrollment.ts'
import { type Failure } from '../contract/error-codes.ts'
import { WindowBudget } from '../contract/flow-window.ts'
import { type ConnectorConfiguration, dataFolderFiles } from '../contract/local-status-api.ts'
import { callControlPlane } from './channel/control-plane-call.ts'
import { type Dialler } from './channel/dial.ts'
import { Pool } from './channel/pool.ts'
import { Renewal } from './channel/renewal.ts'
import { createTrust } from './channel/trust.ts'
import { readConfiguration } from './configuration.ts'
import { readCertificateFile, renewalTimeOf } from './identity/certificate-file.ts'
import { fileKeyStore } from './identity/key-file.ts'
import { proxyAccountFile } from './identity/proxy-account-file.ts'
import { LoadMeter } from './load-meter.ts'
import { createLog } from './log.ts'
import { LocalAllowList } from './resources/address-ranges.ts'
import { Targets } from './resources/targets.ts'
import { readRevoked, writeRevoked } from './revoked-record.ts'
import { sameMachine } from './same-machine.ts'
import { createStatusReport } from './status-report.ts'
import { version } from './version.ts'
import { addressesOf } from './way-out/first-connection.ts'
import { machineSetting } from './way-out/machine-setting.ts'
import { WayOut } from './way-out/way-out.ts'
import { beatInterval, drainOnStop, ToWorker, type ToHost, type WorkerStatus } from './worker-link.ts'

/** Bytes that the windows of all streams may promise together. */
const windowBudget = 512 * 1024 * 1024

/** Milliseconds in which the name of a target has to resolve. */
const nameTimeout = 10_000

const toHost = (message: ToHost): void => {
  if (process.connected) process.send?.(message)
}

const fatal = (failure: Failure): never => {
  toHost({ is: 'fatal', failure })
  process.disconnect()
  process.exit(1)
}

type Request = Exclude<ToWorker, { is: 'begin' }>

/** What the host asks before this program is ready to answer; to be stopped then is to end, nothing has begun. */
const early: Request[] = []
let hear = (request: Request): void => {
  if (request.is === 'stop') process.exit(0)
  early.push(request)
}
const answer = (by: typeof hear): void => {
  hear = by
  for (const request of early.splice(0)) by(request)
}

const main = async (dataFolder: string, runId: string): Promise<void> => {
  const startedAt = Date.now()
  const configured = await readConfiguration(dataFolder)
  if (!configured.ok) return fatal(configured.failure)
  const configuration = configured.value
  const log = createLog({ level: configuration.logLevel, runId, process: 'worker', write: (line) => process.stdout.write(line) })
  const [key, certificateFile] = await Promise.all([
    fileKeyStore(join(dataFolder, dataFolderFiles.key)).read(),
    readCertificateFile(join(dataFolder, dataFolderFiles.certificate)),
  ])
  if (!key.ok) return fatal(key.failure)
  if (!certificateFile.ok) return fatal(certificateFile.failure)
  let certificate = certificateFile.value
  const publicKey = certificate.leaf.publicKey.export({ type: 'spki', format: 'der' })
  if (!publicKey.equals(key.value.publicKey))
    return fatal({ code: 'CW4002', values: { file: dataFolderFiles.certificate, reason: 'belongs to another key' } })

  const account = await proxyAccountFile(join(dataFolder, dataFolderFiles.proxyAccount)).read()
  // Without it the proxy says itself what is missing.
  if (!account.ok)
    log.warn({ topic: 'channel', code: account.failure.code, values: account.failure.values }, 'account of the proxy not read')
  const wayOut = new WayOut({
    proxy: configuration.proxy,
    domain: configuration.domain,
    machine: await machineSetting(),
    now: () => performance.now(),
    changed: () => report.changed(),
  })
  const dialler: Dialler = {
    connectorId: configuration.connectorId,
    key: key.value,
    certificate: () => certificate,
    trust: createTrust(configuration.certificateAuthorities, configuration.expectedIssuers),
    wayOut,
    account: account.ok ? account.value : undefined,
    version,
    now: Date.now,
  }
  const meter = new LoadMeter()
  const targets = new Targets(new LocalAllowList(configuration.allow), (host) => addressesOf(host, AbortSignal.timeout(nameTimeout)))
  let locationName: string | undefined
  let channelSince = startedAt
  let channel: WorkerStatus['channel'] = 'starting'
  const status = (): WorkerStatus => {
    const { health } = pool
    if (health.is !== channel) channelSince = Date.now()
    channel = health.is
    return {
      channel,
      channelSince: new Date(channelSince).toISOString(),
      ...(health.is === 'enrollAgain' ? { failure: health.failure } : {}),
      sessions: pool.sessions,
      certificate: {
        expiresAt: certificate.notAfter.toISOString(),
        renewsAt: renewalTimeOf(certificate).toISOString(),
        serial: certificate.serial,
      },
      load: meter.load,
      resources: targets.count,
      proxy: wayOut.status,
      ...(locationName === undefined ? {} : { locationName }),
    }
  }
  const report = createStatusReport(() => toHost({ is: 'status', status: status() }))
  const enrollAgain = (failure: Failure) => {
    pool.enrollAgain(failure)
    renewal.stop()
    if (failure.code === 'CW4004') void writeRevoked(dataFolder, { serial: certificate.serial, failure })
  }
  const pool: Pool = new Pool({
    dialler,
    relays: relaysOf(configuration),
    random: Math.random,
    changed: () => report.changed(),
    ended: enrollAgain,
    log: (values, message) => log.info({ topic: 'channel', ...values }, message),
    services: {
      targets,
      budget: new WindowBudget(windowBudget),
      health: () => ({ version, load: meter.load, uptimeSeconds: Math.round((Date.now() - startedAt) / 1000) }),
      configured: (next) => {
        targets.publish(next)
        locationName = next.locationName
        log.info({ topic: 'resources', revision: next.revision, resources: targets.count }, 'configuration of the location')
        report.changed()
      },
      revoked: enrollAgain,
      streams: {
        opened: () => meter.opened(),
        closed: () => meter.closed(),
        moved: (bytes) => meter.moved(bytes),
        refused: ({ code, values }, stream) => log.warn({ topic: 'resources', code, values, stream }, 'stream refused'),
      },
    },
  })
  const renewal = new Renewal({
    dialler,
    controlPlane: configuration.controlPlane,
    connectorName: configuration.connectorName,
    certificateFile: join(dataFolder, dataFolderFiles.certificate),
    random: Math.random,
    renewed: (next) => {
      certificate = next
      report.changed()
    },
    ended: enrollAgain,
    log: (values, message) => log.info({ topic: 'renewal', ...values }, message),
  })

  const echo = async (id: number, count: number): Promise<void> => {
    const reply = await callControlPlane(dialler, configuration.controlPlane, 'POST /v1/echo', { count }, EchoReply)
    const at = new Date().toISOString()
    toHost({
      is: 'echoed',
      id,
      result: reply.ok
        ? { samples: reply.value.samples.map((sample) => ({ at, ...sample })), lost: reply.value.lost }
        : { samples: [], lost: count, failure: reply.failure },
    })
  }
  const throughput = async (id: number, bytes: number): Promise<void> => {
    toHost({
      is: 'measured',
      id,
      result: await callControlPlane(dialler, configuration.controlPlane, 'POST /v1/throughput', { bytes }, ThroughputReply),
    })
  }
  const labels = async (id: number, wanted: Label[] | undefined): Promise<void> => {
    const { controlPlane } = configuration
    const result =
      wanted === undefined
        ? await callControlPlane(dialler, controlPlane, 'GET /v1/connectors/self', {}, ConnectorLabelsReply)
        : await callControlPlane(dialler, controlPlane, 'PUT /v1/connectors/self/labels', { labels: wanted }, ConnectorLabelsReply)
    if (wanted !== undefined && result.ok) log.info({ topic: 'service', labels: result.value.labels.length }, 'labels changed')
    toHost({ is: 'labelled', id, result })
  }
  const stop = () => {
    renewal.stop()
    report.stop()
    pool.drain()
    const deadline = Date.now() + drainOnStop
    const look = setInterval(() => {
      if (meter.load.streams > 0 && Date.now() < deadline) return
      clearInterval(look)
      pool.stop()
      process.exit(0)
    }, 20)
  }
  answer((message) => {
    switch (message.is) {
      case 'echo':
        void echo(message.id, message.count)
        return
      case 'throughput':
        void throughput(message.id, message.bytes)
        return
      case 'labels':
        void labels(message.id, message.wanted)
        return
      case 'reconnect':
        pool.reconnect()
        return
      case 'drain':
        pool.drain()
        return
      case 'stop':
        stop()
        return
    }
  })
  setInterval(() => toHost({ is: 'beat' }), beatInterval)

  report.changed()
  const obstacle = await obstacleOf(dataFolder, certificate.serial, configuration, log)
  if (obstacle !== undefined) {
    enrollAgain(obstacle)
    return
  }
  renewal.start()
  pool.start()
}

const relaysOf = ({ relays, pinnedRelay }: ConnectorConfiguration) => {
  const pinned = relays.filter(({ name }) => name === pinnedRelay)
  return pinned.length === 0 ? relays : pinned
}

/** Why this machine may not dial at all: its certificate was revoked before, or it is not the machine that was enrolled. */
const obstacleOf = async (
  dataFolder: string,
  serial: string,
  { simulated, fingerprint }: { simulated: boolean; fingerprint: string },
  log: Logger,
): Promise<Failure | undefined> => {
  const revoked = await readRevoked(dataFolder, serial)
  if (revoked !== undefined) return revoked
  // A simulated server's facts are those of its profile, which this process cannot see.
  if (simulated) return undefined
  const machine = await sameMachine(fingerprint)
  if (machine.is === 'unknown')
    log.warn({ topic: 'service', why: machine.why }, 'nobody can tell whether this is the machine that was enrolled')
  return machine.is === 'another' ? { code: 'CW4005', values: {} } : undefined
}

// The host may be gone without having been able to say so, also before this line.
process.on('disconnect', () => process.exit(0))
process.stdout.on('error', () => process.exit(0))
if (!process.connected) process.exit(0)
if (process.platform === 'win32') (await import('./service-manager/windows-service.ts')).goOnWhenPeopleSignOut()
process.on('message', (raw) => {
  const message = ToWorker.safeParse(raw)
  if (!message.success) return
  if (message.data.is === 'begin') void main(message.data.dataFolder, message.data.runId)
  else hear(message.data)
})
