/** Locations and connectors like those of the look: one cut off, one with a single connector, one well, one empty. */
import { randomBytes } from 'node:crypto'
import { newId } from '../../../cloud/store/identifiers.ts'
import { type Location, type MachineFacts } from '../../../contract/control-plane-api.ts'
import { type ConnectorId, MachineFingerprint, type OrganizationId } from '../../../contract/ids.ts'
import { type SignInServer, valueOf } from './sign-in-server.ts'

const fingerprint = () => MachineFingerprint.parse(randomBytes(32).toString('hex'))

export const addLocation = async (
  server: SignInServer,
  name: string,
  organizationId: OrganizationId = server.people.owner.organizationId,
): Promise<Location> => valueOf(await server.store.locations.create(organizationId, name, new Date(server.clock.now)))

export const addConnector = async (
  server: SignInServer,
  location: Location,
  name: string,
  connected: boolean,
  organizationId: OrganizationId = server.people.owner.organizationId,
): Promise<ConnectorId> => {
  const machine: MachineFacts = {
    machineName: name,
    operatingSystem: 'Windows Server 2022',
    version: '0.1.0',
    fingerprint: fingerprint(),
    simulated: false,
  }
  const id = newId('con')
  await server.store.connectors.create(
    organizationId,
    {
      id,
      locationId: location.id,
      name,
      labels: [],
      machine,
      certificateSerial: randomBytes(8).toString('hex'),
      certificateExpiresAt: new Date(server.clock.now + 90 * 86_400_000),
    },
    new Date(server.clock.now),
  )
  if (connected) {
    server.health.attached({ connectorId: id, sessionId: `ses_${id}` } as never)
    server.health.reported(id, {
      version: '0.1.0',
      load: { cpu: 0.07, memoryBytes: 90_000_000, streams: 12, bytesPerSecond: 1_200_000 },
      uptimeSeconds: 3600,
    })
  } else await server.store.connectors.recordContact(id, { at: new Date(server.clock.now - 38 * 60_000) })
  return id
}

export const addSamples = async (
  server: SignInServer,
): Promise<Record<'nuremberg' | 'munich' | 'augsburg' | 'regensburg', Location> & { connector: ConnectorId }> => {
  const augsburg = await addLocation(server, 'Augsburg')
  const munich = await addLocation(server, 'Munich')
  const regensburg = await addLocation(server, 'Regensburg')
  const nuremberg = await addLocation(server, 'Nuremberg test laboratory and acceptance environment')
  for (const name of ['NUE-CONN-01', 'NUE-CONN-02']) await addConnector(server, nuremberg, name, false)
  const connector = await addConnector(server, munich, 'MUC-CONN-01', true)
  for (const name of ['AGB-CONN-01', 'AGB-CONN-02', 'AGB-CONN-03']) await addConnector(server, augsburg, name, true)
  const { organizationId } = server.people.owner
  for (const name of ['files', 'intranet', 'print'])
    valueOf(
      await server.store.publishedResources.create(
        organizationId,
        nuremberg.id,
        { name, protocol: 'tcp', target: `${name}.corp.contoso.example:443` },
        new Date(),
      ),
    )
  valueOf(
    await server.store.publishedResources.create(
      organizationId,
      munich.id,
      { name: 'wiki', protocol: 'web', target: 'https://wiki.corp.contoso.example' },
      new Date(),
    ),
  )
  return { nuremberg, munich, augsburg, regensburg, connector }
}
