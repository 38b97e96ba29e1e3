/** The real connector service process over a data folder made for the test, and its local status API. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessageConnection, ParameterStructures, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node'
import {
  ConnectorConfiguration,
  dataFolderFiles,
  localStatusCalls,
  type LocalStatusCall,
  type ServiceStatus,
} from '../../contract/local-status-api.ts'
import { type ConnectorId } from '../../contract/ids.ts'
import { writeCertificateFile } from '../../connector/identity/certificate-file.ts'
import { writeGuardedFile } from '../../connector/identity/guarded-folder.ts'
import { fileKeyStore } from '../../connector/identity/key-file.ts'
import { statusAddress } from '../../connector/identity/status-address.ts'
import { builtProduct } from '../built-product.ts'
import { locationId, organizationId } from './relay-store.ts'
import { type IssueOptions, type TestAuthority } from './test-authority.ts'

export interface EnrolledFolder {
  readonly path: string
  readonly configuration: ConnectorConfiguration
}

export interface EnrollOptions {
  readonly authority: TestAuthority
  readonly connectorId: ConnectorId
  readonly relay: string
  readonly certificate?: Partial<IssueOptions>
  readonly configuration?: Partial<ConnectorConfiguration>
}

/** A data folder as set-up leaves it. */
export const enrollFolder = async ({
  authority,
  connectorId,
  relay,
  certificate = {},
  configuration = {},
}: EnrollOptions): Promise<EnrolledFolder> => {
  const path = mkdtempSync(join(tmpdir(), 'cw-'))
  const key = await fileKeyStore(join(path, dataFolderFiles.key)).create()
  if (!key.ok) throw new Error(key.failure.code)
  const issued = await authority.connector({ organizationId, locationId, connectorId }, { publicKey: key.value.publicKey, ...certificate })
  await writeCertificateFile(join(path, dataFolderFiles.certificate), issued.certificate, [])
  const content = ConnectorConfiguration.parse({
    schema: 'causeway.connector/1',
    connectorId,
    connectorName: 'test',
    organization: { id: organizationId, name: 'Contoso' },
    location: { id: locationId, name: 'Munich' },
    controlPlane: relay,
    relays: [{ name: 'relay-1', url: relay }],
    certificateAuthorities: [authority.certificate],
    fingerprint: '0'.repeat(64),
    simulated: true,
    ...configuration,
  })
  await writeGuardedFile(join(path, dataFolderFiles.configuration), JSON.stringify(content))
  return { path, configuration: content }
}

export interface ConnectorService {
  readonly child: ChildProcess
  readonly exited: Promise<{ readonly code: number | null; readonly stderr: string }>
  status(): Promise<ServiceStatus>
  call(name: LocalStatusCall, argument: object): Promise<unknown>
  stop(): Promise<void>
}

export const callService = async (folder: string, name: LocalStatusCall, argument: object): Promise<unknown> => {
  const socket = connect(statusAddress(folder))
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
  try {
    const closed = new Promise<never>((_resolve, reject) => {
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('closed')))
    })
    connection.onError(() => undefined)
    connection.listen()
    return await Promise.race([connection.sendRequest(name, ParameterStructures.byName, argument), closed])
  } finally {
    connection.dispose()
    socket.destroy()
  }
}

export const startService = (folder: string, values: readonly string[] = ['--data', folder]): ConnectorService => {
  const child = spawn(process.execPath, [builtProduct.connector, ...values], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: '' },
  })
  let stderr = ''
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()))
  const exited = new Promise<{ code: number | null; stderr: string }>((done) => child.once('close', (code) => done({ code, stderr })))
  return {
    child,
    exited,
    status: async () => localStatusCalls.status.result.parse(await callService(folder, 'status', {})),
    call: (name, argument) => callService(folder, name, argument),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await exited
    },
  }
}

export const removeFolder = (folder: EnrolledFolder): void => rmSync(folder.path, { recursive: true, force: true })
