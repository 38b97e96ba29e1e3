/** The real connector service process, with its worker, enrolled at the control plane of a fixture as set-up would do it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { type Connector } from '../../../contract/control-plane-api.ts'
import { type ConnectorId, type LocationId } from '../../../contract/ids.ts'
import { ConnectorConfiguration, dataFolderFiles } from '../../../contract/local-status-api.ts'
import { writeCertificateFile } from '../../../connector/identity/certificate-file.ts'
import { writeGuardedFile } from '../../../connector/identity/guarded-folder.ts'
import { fileKeyStore } from '../../../connector/identity/key-file.ts'
import { type ConnectorService, startService } from '../../fakes/connector-service.ts'
import { enrollMachine, type Fixture, newFingerprint } from './control-plane-fixture.ts'

export interface EnrolledService {
  readonly connectorId: ConnectorId
  readonly locationId: LocationId
  readonly service: ConnectorService
  /** As the API shows it. */
  readonly shown: () => Promise<Connector>
  readonly stop: () => Promise<void>
}

/** Resolves when the connector is healthy at the control plane. */
export const startEnrolledService = async (fixture: Fixture, name: string): Promise<EnrolledService> => {
  const { ours, controlPlane } = fixture
  const location = (await fixture.call('POST', '/v1/locations', ours.operator, { name })).body as { id: LocationId }
  const folder = await mkdtemp(join(tmpdir(), 'cw-'))
  const key = await fileKeyStore(join(folder, dataFolderFiles.key)).create()
  if (!key.ok) throw new Error(key.failure.code)
  const { reply, fingerprint } = await enrollMachine(fixture, { ...ours, locationId: location.id }, name, newFingerprint(), {}, key.value)
  await writeCertificateFile(join(folder, dataFolderFiles.certificate), reply.certificate, reply.chain)
  const configuration = ConnectorConfiguration.parse({
    schema: 'causeway.connector/1',
    connectorId: reply.connectorId,
    connectorName: name,
    organization: { id: reply.organization.id, name: reply.organization.name },
    location: reply.location,
    controlPlane: controlPlane.address,
    relays: reply.relays,
    certificateAuthorities: controlPlane.connectionFile.certificateAuthorities,
    fingerprint,
    simulated: true,
  })
  await writeGuardedFile(join(folder, dataFolderFiles.configuration), JSON.stringify(configuration))
  const service = startService(folder)
  const shown = async (): Promise<Connector> =>
    (await fixture.call('GET', `/v1/connectors/${reply.connectorId}`, ours.reader)).body as Connector
  await vi.waitFor(async () => expect(await shown()).toMatchObject({ health: 'healthy' }), { interval: 100 })
  return {
    connectorId: reply.connectorId,
    locationId: location.id,
    service,
    shown,
    stop: async () => {
      await service.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
