/**
 * The cloud side: a whole control plane (database in memory, TLS, audit, relay) in one process, with machines enrolled
 * through its API, the resource published, and a plain TCP entry port in the relay's own process, as `ssh -R` has one.
 */
import { mkdtempSync } from 'node:fs'
import { request } from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createLog } from '../../cloud/log.ts'
import { startControlPlane } from '../../cloud/control-plane.ts'
import { writeCertificateFile } from '../../connector/identity/certificate-file.ts'
import { certificateRequest } from '../../connector/identity/certificate-request.ts'
import { writeGuardedFile } from '../../connector/identity/guarded-folder.ts'
import { fileKeyStore } from '../../connector/identity/key-file.ts'
import { EnrollmentReply } from '../../contract/control-plane-api.ts'
import { ServiceKeyId } from '../../contract/ids.ts'
import { dataFolderFiles } from '../../contract/local-status-api.ts'

const Argument = z.object({ host: z.string(), target: z.string(), connectors: z.number().int() })
const { host, target, connectors } = Argument.parse(JSON.parse(process.argv[2] ?? '{}'))

const started = await startControlPlane({ host, demo: true, log: createLog('error', (line) => process.stderr.write(line)) })
if (!started.ok) throw new Error(JSON.stringify(started.failure))
const { address, connectionFile, demo, store, relay } = started.value
const location = demo?.locations[0]
if (demo === undefined || location === undefined) throw new Error('no demo data')
const ca = connectionFile.certificateAuthorities

const post = async <T>(path: string, authorization: string, body: object, schema: z.ZodType<T>): Promise<T> => {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(
      new URL(path, address),
      { method: 'POST', ca, headers: { authorization, 'content-type': 'application/json' } },
      (answer) => {
        let content = ''
        answer.on('data', (piece: Buffer) => (content += piece.toString()))
        answer.on('end', () => resolve(content))
      },
    )
    asked.on('error', reject)
    asked.end(JSON.stringify(body))
  })
  return schema.parse(JSON.parse(text))
}

/** A data folder of a machine that has just been enrolled. */
const enroll = async (index: number, token: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'cwb-'))
  const key = await fileKeyStore(join(folder, dataFolderFiles.key)).create()
  if (!key.ok) throw new Error(key.failure.code)
  const fingerprint = index.toString(16).padStart(64, '0')
  const reply = await post(
    '/v1/enrollments',
    `Enrollment ${token}`,
    {
      locationId: location.id,
      connectorName: `bench-${index}`,
      machine: { machineName: `bench-${index}`, operatingSystem: 'bench', fingerprint, version: '0.1.0', simulated: true },
      csr: await certificateRequest(key.value, `bench-${index}`),
    },
    EnrollmentReply,
  )
  await writeCertificateFile(join(folder, dataFolderFiles.certificate), reply.certificate, reply.chain)
  const configuration = {
    schema: 'causeway.connector/1',
    connectorId: reply.connectorId,
    connectorName: `bench-${index}`,
    organization: reply.organization,
    location: reply.location,
    controlPlane: address,
    relays: reply.relays,
    certificateAuthorities: ca,
    logLevel: 'warn',
    fingerprint,
    simulated: true,
  }
  await writeGuardedFile(join(folder, dataFolderFiles.configuration), JSON.stringify(configuration))
  return folder
}

const organizationId = demo.organization.id
await store.publishedResources.create(organizationId, location.id, { name: 'bench', protocol: 'tcp', target }, new Date())
const folders: string[] = []
for (let index = 1; index <= connectors; index += 1) {
  const { token } = await store.enrollmentTokens.create(
    organizationId,
    { locationId: location.id, note: 'bench', createdBy: 'bench' },
    new Date(),
  )
  folders.push(await enroll(index, token.reveal()))
}

const service = { keyId: ServiceKeyId.parse('key_0000000000000000'), name: 'bench', organizationId }
const entry = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined)
  void relay.join(service, location.id, 'bench', socket).then((joined) => {
    if (!joined.ok) socket.destroy()
  })
})
entry.listen(0, host, () => {
  process.stdout.write(
    `${JSON.stringify({ address, ca, folders, location: location.id, serviceKey: demo.serviceKey.reveal(), entryPort: (entry.address() as AddressInfo).port, pid: process.pid })}\n`,
  )
})
process.on('SIGTERM', () => process.exit(0))
