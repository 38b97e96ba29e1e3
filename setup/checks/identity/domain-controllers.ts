/**
 * At least one writable domain controller, of the own domain and of the root of the forest, answers on every port that a member uses.
 * A domain controller need not hold the catalog or the DNS itself, so those two may come from any of them.
 */
import { type DirectoryService, type DomainController, type Fact } from '../../host/fact-sections.ts'
import { type Check, type CheckOutcome, measured, needed, valueOf } from '../check.ts'

const alwaysThere = ['ldap', 'kerberos', 'smb'] as const satisfies readonly DirectoryService[]
const anywhere = ['globalCatalog', 'dns'] as const satisfies readonly DirectoryService[]

const answers = ({ ports }: DomainController, service: DirectoryService): boolean =>
  ports.some((port) => port.service === service && port.outcome === 'connected')

const printed = ({ host, writable, site, ports }: DomainController): string =>
  [
    `${host}${writable === false ? ' (read-only)' : ''}${site === undefined ? '' : `, ${site}`}`,
    ports
      .map(({ port, outcome, milliseconds }) => `${port} ${outcome === 'connected' ? `${Math.round(milliseconds)} ms` : outcome}`)
      .join(', '),
  ].join(': ')

type Outcome = CheckOutcome<'identity.domain-controllers'>
type Bad = Extract<Outcome, { outcome: 'fail' | 'warn' | 'pass' }>

/** What is wrong with the domain controllers of one domain; undefined when they serve. */
const problemOf = (domain: string, all: readonly DomainController[]): Omit<Bad, 'evidence'> | undefined => {
  if (all.length === 0) return { outcome: 'fail', finding: 'notFound', values: { domain } }
  const reachable = all.filter((controller) => answers(controller, 'ldap'))
  if (reachable.length === 0)
    return { outcome: 'fail', finding: 'noneAnswers', values: { domain, hosts: all.map(({ host }) => host).join(', ') } }
  const writable = reachable.filter((controller) => controller.writable !== false)
  if (writable.length === 0)
    return { outcome: 'fail', finding: 'onlyReadOnly', values: { domain, hosts: reachable.map(({ host }) => host).join(', ') } }
  const lackOf = (controller: DomainController) => [
    ...alwaysThere.filter((service) => !answers(controller, service)),
    ...anywhere.filter((service) => !all.some((other) => answers(other, service))),
  ]
  const best = writable.toSorted((a, b) => lackOf(a).length - lackOf(b).length)[0]
  const lack = best === undefined ? [] : lackOf(best)
  if (best === undefined || lack.length === 0) return undefined
  const ports = best.ports.filter(({ service }) => lack.includes(service)).map(({ port }) => port)
  return { outcome: 'fail', finding: 'portsClosed', values: { domain, host: best.host, ports: ports.join(', ') } }
}

const listed = (fact: Fact<DomainController[]>): DomainController[] => valueOf(fact, 'domainController') ?? []

export const domainControllers: Check<'identity.domain-controllers'> = {
  id: 'identity.domain-controllers',
  async run({ reader, signal }) {
    const [section, membership] = await Promise.all([reader.section('domainControllers', signal), reader.section('membership', signal)])
    const domain = needed(membership.domain, 'domain')
    const own = listed(section.controllers)
    const ownEvidence = own.map((controller) => measured('domainController', printed(controller)))
    const remedy = { command: `nltest /dsgetdc:${domain} /force`, owner: 'network' } as const
    const problem = problemOf(domain, own)
    if (problem !== undefined) return { ...problem, evidence: ownEvidence, remedy }
    const root = needed(section.forestRoot, 'forestRoot')
    const ofRoot = listed(section.rootControllers)
    const evidence = [
      ...ownEvidence,
      measured('forestRoot', root),
      ...ofRoot.map((controller) => measured('domainController', printed(controller))),
    ]
    const rootProblem = root === domain.toLowerCase() ? undefined : problemOf(root, ofRoot)
    if (rootProblem !== undefined) return { ...rootProblem, evidence, remedy }
    const silent = [...own, ...ofRoot].filter((controller) => !answers(controller, 'ldap'))
    const values = { domain, count: own.length + ofRoot.length, hosts: silent.map(({ host }) => host).join(', ') }
    if (silent.length > 0) return { outcome: 'warn', finding: 'someSilent', values, evidence, remedy }
    return { outcome: 'pass', finding: 'reachable', values, evidence }
  },
}
