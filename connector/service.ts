/** The connector service: holds the data folder, supervises the worker, answers the local status API. Only wires. Runs in `host.ts`. */
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Logger } from 'pino'
import { z } from 'zod'
import { type Label } from '../contract/enrollment.ts'
import { type ErrorCode, type Failure } from '../contract/error-codes.ts'
import { dataFolderFiles, type ServiceStatus } from '../contract/local-status-api.ts'
import { takeOutSecrets } from '../contract/secret-scan.ts'
import { errors } from '../contract/wording/en/errors.ts'
import { readConfiguration } from './configuration.ts'
import { openEventLog } from './event-log.ts'
import { readCertificateFile, renewalTimeOf } from './identity/certificate-file.ts'
import { fileKeyStore } from './identity/key-file.ts'
import { statusAddress } from './identity/status-address.ts'
import { ServiceHistory } from './history/history.ts'
import { LogFile } from './log-file.ts'
import { createLog } from './log.ts'
import { processTimes } from './process-times.ts'
import { takeServiceLock } from './service-lock.ts'
import { openServiceManager } from './service-manager/open.ts'
import { eventsBetween } from './status-events.ts'
import { serveStatus, type Answer, type StatusServer } from './status/server.ts'
import { Supervisor } from './supervisor.ts'
import { version } from './version.ts'
import { WorkerDesk } from './worker-desk.ts'
import { type WorkerStatus } from './worker-link.ts'
import { nextWorker } from './worker-process.ts'

const help = `Causeway connector service ${version}

  node connector/host.ts --data DIR

Options
  --data DIR   folder with connector.json and identity/, made by set-up
  --version    print the version
  --help       print this

Exit codes
  0 stopped   1 unexpected error   2 argument (CW7008)   3 configuration (CW4001)
  4 key or certificate (CW4002)   5 another service uses the folder (CW4011)   6 file (CW7009)
`
/** Milliseconds that one step of starting or stopping may take. */
const nextWord = 10_000
const exitCodes: Partial<Record<ErrorCode, number>> = { CW7008: 2, CW4001: 3, CW4002: 4, CW4011: 5, CW7009: 6 }

/** One line for a person, an event, the number of the code for the service manager, and the end. */
const giveUp = ({ code, values }: Failure): Promise<never> => {
  const details = Object.entries(values).map(([name, value]) => `${name}: ${value}`)
  record({ name: 'notStarted', values: { code, details: details.join(', ') } })
  process.stderr.write(`${code} ${errors[code].title}${details.length === 0 ? '' : ` (${details.join(', ')})`}\n`)
  manager.stopped(exitCodes[code] ?? 1, Number(code.slice(2)))
  return new Promise(() => undefined)
}

const readArguments = async (): Promise<string> => {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, help: { type: 'boolean' }, version: { type: 'boolean' } } })
    if (values.help === true || values.version === true) {
      process.stdout.write(values.help === true ? help : `${version}\n`)
      process.exit(0)
    }
    if (values.data === undefined || values.data === '')
      return await giveUp({ code: 'CW7008', values: { argument: '--data', reason: 'missing' } })
    return resolve(values.data)
  } catch (error) {
    return giveUp({
      code: 'CW7008',
      values: { argument: process.argv.slice(2).join(' '), reason: error instanceof Error ? error.message : String(error) },
    })
  }
}

// First of all: a service manager waits only so long for a process that it started.
const manager = await openServiceManager()
/** An event that cannot be confirmed is told in the log once there is one. */
const record = await openEventLog(({ name }, why) => told.log?.info({ topic: 'events', event: name, why }, 'event not confirmed'))
const told: { log?: Logger } = {}
const dataFolder = await readArguments()
const startedAt = new Date()
const configured = await readConfiguration(dataFolder)
const configuration = configured.ok ? configured.value : await giveUp(configured.failure)
const taken = takeServiceLock(join(dataFolder, dataFolderFiles.lock), await processTimes())
const lock = taken.ok ? taken.value : await giveUp(taken.failure)
process.on('exit', () => lock.release())
const key = await fileKeyStore(join(dataFolder, dataFolderFiles.key)).read()
if (!key.ok) await giveUp(key.failure)
const certificate = await readCertificateFile(join(dataFolder, dataFolderFiles.certificate))
const { notAfter, serial, ...rest } = certificate.ok ? certificate.value : await giveUp(certificate.failure)
manager.progress(nextWord)

const runId = `run_${randomBytes(8).toString('hex')}`
const logFile = new LogFile({ path: join(dataFolder, dataFolderFiles.log), limit: 5 * 1024 * 1024, keep: 4 })
const log = createLog({ level: configuration.logLevel, runId, process: 'host', write: (line) => logFile.write(line) })
const history = new ServiceHistory({
  path: join(dataFolder, dataFolderFiles.history),
  version,
  now: Date.now,
  log: (values, message) => log.warn(values, message),
})
told.log = log
process.on('uncaughtException', (error) => {
  log.fatal({ topic: 'service', code: 'CW9001', err: error }, 'unexpected error')
  void giveUp({ code: 'CW9001', values: { reason: error.message, details: '' } })
})
/** Absent until the socket is open; what happens before is in the snapshot that every listener asks for first. */
const listeners: { server?: StatusServer } = {}
let worker: WorkerStatus = {
  channel: 'starting',
  channelSince: startedAt.toISOString(),
  sessions: [],
  certificate: {
    expiresAt: notAfter.toISOString(),
    renewsAt: renewalTimeOf({ notAfter, notBefore: rest.notBefore }).toISOString(),
    serial,
  },
  load: { cpu: 0, memoryBytes: 0, streams: 0, bytesPerSecond: 0 },
  resources: 0,
  proxy: { configured: configuration.proxy.is, used: [] },
}

const status = (): ServiceStatus => {
  const { locationName = configuration.location.name, ...known } = worker
  return {
    schema: 'causeway.service-status/1',
    version,
    pid: process.pid,
    startedAt: startedAt.toISOString(),
    workerRestarts: supervisor.restarts,
    ...known,
    connector: {
      id: configuration.connectorId,
      name: configuration.connectorName,
      locationId: configuration.location.id,
      locationName,
      organizationId: configuration.organization.id,
      organizationName: configuration.organization.name,
      controlPlane: configuration.controlPlane,
    },
  }
}
const setWorker = (next: WorkerStatus): void => {
  const names = { connector: configuration.connectorName, location: next.locationName ?? configuration.location.name }
  for (const event of eventsBetween(worker, next, names)) record(event)
  worker = next
  history.observe(next)
  listeners.server?.notify('statusChanged', status())
}

const LogLine = z.object({
  time: z.string(),
  level: z.string(),
  topic: z.string().default('service'),
  msg: z.string(),
  code: z.string().optional(),
})
/** A line of the worker's log goes to the file as it is, and from info upwards to whoever listens. */
const workerLine = (line: string): void => {
  try {
    const { time: at, level, topic, msg: message } = LogLine.parse(JSON.parse(line))
    logFile.write(`${line}\n`)
    if (level !== 'debug') listeners.server?.notify('logged', { at, level, topic, message })
  } catch {
    // Not one of our log lines: Node's own last words.
    logFile.write(`${takeOutSecrets(line).text}\n`)
  }
}

const supervisor = new Supervisor({
  next: nextWorker,
  begin: { is: 'begin', dataFolder, runId },
  line: workerLine,
  log: (values, message) => log.info(values, message),
  ended: (failure, restarts) => {
    record({ name: 'workerEnded', values: { exit: String(failure.values['exit'] ?? ''), restarts: String(restarts) } })
    echoes.lost(failure)
    measurements.lost(failure)
    labels.lost(failure)
    setWorker({ ...worker, channel: 'down', channelSince: new Date().toISOString(), failure, sessions: [] })
  },
  heard: (message) => {
    if (message.is === 'status') setWorker(message.status)
    if (message.is === 'echoed') echoes.answered(message.id, message.result)
    if (message.is === 'measured') measurements.answered(message.id, message.result)
    if (message.is === 'labelled') labels.answered(message.id, message.result)
    if (message.is === 'fatal') {
      log.error({ topic: 'service', code: message.failure.code, values: message.failure.values }, 'the worker cannot work')
      void stop().then(() => giveUp(message.failure))
    }
  },
})
const echoes = new WorkerDesk<number, Answer<'echo'>>(
  (id, count) => supervisor.send({ is: 'echo', id, count }),
  (count, failure) => ({ samples: [], lost: count, failure }),
)
const measurements = new WorkerDesk<number, Answer<'throughput'>>(
  (id, bytes) => supervisor.send({ is: 'throughput', id, bytes }),
  (_bytes, failure) => ({ ok: false, failure }),
)
const labels = new WorkerDesk<Label[] | undefined, Answer<'labels'>>(
  (id, wanted) => supervisor.send({ is: 'labels', id, ...(wanted === undefined ? {} : { wanted }) }),
  (_wanted, failure) => ({ ok: false, failure }),
)

const stop = async (): Promise<void> => {
  await supervisor.stop()
  manager.progress(nextWord)
  await listeners.server?.close()
  history.stop()
  log.info({ topic: 'service' }, 'stopped')
  logFile.close()
}

const served = await serveStatus(statusAddress(dataFolder), {
  status,
  echo: ({ count }) => echoes.ask(count),
  throughput: ({ bytes }) => measurements.ask(bytes),
  labels: () => labels.ask(undefined),
  changeLabels: (wanted) => labels.ask(wanted.labels),
  history: ({ range }) => history.summary(range),
  reconnect: () => {
    supervisor.send({ is: 'reconnect' })
    return {}
  },
  drain: () => {
    supervisor.send({ is: 'drain' })
    return {}
  },
})
listeners.server = served.ok ? served.value : await giveUp(served.failure)
supervisor.start()
log.info({ topic: 'service', version, pid: process.pid, simulated: configuration.simulated }, 'started')
manager.running()
record({ name: 'started', values: { version } })
manager.onStop((why) => {
  log.info({ topic: 'service', why }, 'stopping')
  void stop().then(() => {
    record({ name: 'stopped', values: { why } })
    manager.stopped(0, 0)
  })
})
