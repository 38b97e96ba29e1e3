/** Domain controllers as this server sees them: found by DNS, each of their ports dialled, each asked what it is. */
import { getServers } from 'node:dns'
import {
  absent,
  directoryServices,
  type DirectoryService,
  type DomainController,
  type Fact,
  known,
  type Section,
  unknown,
} from '../host/fact-sections.ts'
import { probeTcp } from '../network/tcp-probe.ts'
import { askRootDse, type RootDse } from './root-dse.ts'
import { inOrder, lookupSrv } from './srv-lookup.ts'

/** Ports of the services of a domain controller (Microsoft Learn: Service overview and network port requirements for Windows). */
export const directoryPorts: Readonly<Record<DirectoryService, number>> = {
  ldap: 389,
  kerberos: 88,
  smb: 445,
  globalCatalog: 3268,
  dns: 53,
}

export interface DirectoryAsked {
  readonly domain: string
  readonly signal: AbortSignal
  /** As `dns.getServers` prints them; those of this machine unless given. */
  readonly servers?: readonly string[]
  readonly ports?: Readonly<Record<DirectoryService, number>>
}

/** Enough to find one that serves; a forest of hundreds is not dialled through. */
const most = 8
const dialLimit = 2000

type Seen = { readonly controller: DomainController; readonly tells: RootDse | undefined }

const look = async (host: string, ldapPort: number, { domain, signal, ports = directoryPorts }: DirectoryAsked): Promise<Seen> => {
  const dialled = directoryServices.map(async (service) => {
    const port = service === 'ldap' ? ldapPort : ports[service]
    const { outcome, milliseconds } = await probeTcp({ host, port }, signal, { limit: dialLimit })
    return { service, port, outcome, milliseconds }
  })
  const tells = askRootDse(host, ldapPort, domain, signal).catch(() => undefined)
  const [found, told] = [await Promise.all(dialled), await tells]
  signal.throwIfAborted()
  const { writable, site } = told ?? {}
  const about = { ...(writable === undefined ? {} : { writable }), ...(site === undefined ? {} : { site }) }
  return { controller: { host, domain, ports: found, ...about }, tells: told }
}

/** Absent: the DNS knows no domain controller of this domain. */
const survey = async (asked: DirectoryAsked): Promise<Fact<readonly Seen[]>> => {
  const { domain, signal, servers = getServers() } = asked
  const answer = await lookupSrv(`_ldap._tcp.dc._msdcs.${domain}`, signal, servers)
  if (answer.is === 'none') return absent
  if (answer.is === 'unknown') return unknown(answer.why)
  return known(
    await Promise.all(
      inOrder(answer.records)
        .slice(0, most)
        .map(({ target, port }) => look(target, port, asked)),
    ),
  )
}

const controllersIn = (seen: Fact<readonly Seen[]>): Fact<DomainController[]> =>
  seen.is === 'known' ? known(seen.value.map(({ controller }) => controller)) : seen

export const surveyDomainControllers = async (asked: DirectoryAsked): Promise<Section<'domainControllers'>> => {
  const own = await survey(asked)
  const told = own.is === 'known' ? own.value.flatMap(({ tells }) => tells ?? [])[0] : undefined
  if (told === undefined) {
    const why = unknown('no domain controller of the own domain tells which forest it belongs to')
    return { controllers: controllersIn(own), forestRoot: why, rootControllers: why }
  }
  const isRoot = told.forestRoot === asked.domain.toLowerCase()
  const root = isRoot ? absent : await survey({ ...asked, domain: told.forestRoot })
  // "None found" must not look like "the own domain is the root".
  const rootControllers = !isRoot && root.is === 'absent' ? known([]) : controllersIn(root)
  return { controllers: controllersIn(own), forestRoot: known(told.forestRoot), rootControllers }
}

/** From the first domain controller that answers. */
export const surveyLevels = async (asked: DirectoryAsked): Promise<Section<'directoryLevels'>> => {
  const { domain, signal, servers = getServers() } = asked
  const answer = await lookupSrv(`_ldap._tcp.dc._msdcs.${domain}`, signal, servers)
  const refusals = answer.is === 'unknown' ? [answer.why] : []
  for (const { target, port } of answer.is === 'found' ? inOrder(answer.records).slice(0, 2) : []) {
    try {
      const { domainLevel, forestLevel } = await askRootDse(target, port, domain, signal)
      return { domainLevel: known(domainLevel), forestLevel: known(forestLevel), domainController: known(target) }
    } catch (error) {
      signal.throwIfAborted()
      refusals.push(`${target}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const why = unknown(refusals.join('; ').slice(0, 1000) || `the DNS knows no domain controller of ${domain}`)
  return { domainLevel: why, forestLevel: why, domainController: why }
}
