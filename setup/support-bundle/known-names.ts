/** Names that set-up itself knows of this server, its people and its place in the cloud. */
import { hostname, userInfo } from 'node:os'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type KnownName, type NameKind } from './pseudonyms.ts'

const hostOf = (address: string | undefined): string | undefined => (address === undefined ? undefined : URL.parse(address)?.hostname)

export const knownNames = ({ server, service, locations, signIn, install, plan, checks }: WizardSnapshot): KnownName[] => {
  const found: KnownName[] = []
  const know = (kind: NameKind, ...names: (string | undefined)[]) => {
    for (const name of names) if (name !== undefined && name !== '') found.push({ kind, name })
  }
  const knowAccount = (account: string) => {
    const [domain, person] = account.includes('\\') ? account.split('\\') : [undefined, account]
    know('person', person)
    know('domain', domain)
  }
  know('server', server.machineName, hostname())
  know('domain', server.domain)
  knowAccount(server.account)
  know('person', userInfo().username)
  for (const { override } of checks.rows) if (override !== undefined) knowAccount(override.by)
  if (signIn.is === 'signedIn') {
    know('person', signIn.account.email, signIn.account.name)
    know('organization', signIn.account.organization)
    know('host', hostOf(signIn.controlPlane.address), ...signIn.controlPlane.relays)
  }
  const made = 'plan' in install ? install.plan : plan
  know('connector', made?.connectorName)
  know('location', made?.locationName)
  know('organization', made?.organizationName)
  if (service.is === 'running') {
    const { connector, sessions, proxy } = service.status
    know('connector', connector.name, ...(service.others ?? []).map(({ name }) => name))
    know('location', connector.locationName)
    know('organization', connector.organizationName)
    know(
      'host',
      hostOf(connector.controlPlane),
      ...(proxy?.used.map(({ through }) => hostOf(`http://${through}`)) ?? []),
      hostOf(proxy?.script),
      ...sessions.map(({ relay }) => (relay.includes('.') ? relay.split(':')[0] : undefined)),
    )
  }
  if (locations.is === 'loaded')
    for (const { name, connectors } of locations.locations) {
      know('location', name)
      know('connector', ...connectors.map((connector) => connector.name))
    }
  return found
}
