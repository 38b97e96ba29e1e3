/** A connector's channel in the test's own process, with its real parts. */
import { X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { type Carrier } from '../../contract/channel.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { WindowBudget } from '../../contract/flow-window.ts'
import { type ConnectorId } from '../../contract/ids.ts'
import { type ServiceProxy } from '../../contract/proxy.ts'
import { Secret } from '../../contract/secret.ts'
import { Pool } from '../../connector/channel/pool.ts'
import { createTrust } from '../../connector/channel/trust.ts'
import { parseCertificateChain } from '../../connector/identity/certificate-file.ts'
import { machineKeyOf } from '../../connector/identity/machine-key.ts'
import { LocalAllowList } from '../../connector/resources/address-ranges.ts'
import { Targets, type ResolveName } from '../../connector/resources/targets.ts'
import { type Relay } from '../../contract/control-plane-api.ts'
import { locationId, organizationId } from './relay-store.ts'
import { wayOutBy } from './way-out.ts'
import { type Issued, type Issuing } from './test-authority.ts'

const lookUp: ResolveName = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))

export interface TestConnector {
  readonly pool: Pool
  readonly lines: string[]
  readonly revoked: Failure[]
  readonly issued: Issued
}

export interface TestConnectorOptions {
  readonly authority: Pick<Issuing, 'certificate' | 'connector'>
  readonly connectorId: ConnectorId
  readonly relays: readonly Relay[]
  readonly proxy?: ServiceProxy
  readonly allow?: readonly string[]
  readonly issued?: Issued
  /** The carrier to begin with; the raw socket when absent. */
  readonly carrier?: Carrier
  readonly resolve?: ResolveName
  /** [0, 1); small by default so that nothing waits long. */
  readonly random?: () => number
}

export const startConnector = async ({
  authority,
  connectorId,
  relays,
  proxy = { is: 'direct' },
  allow = [],
  issued,
  random = () => 0.01,
  carrier = 'causeway',
  resolve = lookUp,
}: TestConnectorOptions): Promise<TestConnector> => {
  const own = issued ?? (await authority.connector({ organizationId, locationId, connectorId }))
  const chain = parseCertificateChain(own.certificate, 'test')
  if (!chain.ok) throw new Error('bad test certificate')
  const targets = new Targets(new LocalAllowList(allow), resolve)
  const lines: string[] = []
  const revoked: Failure[] = []
  const pool: Pool = new Pool({
    dialler: {
      connectorId,
      key: machineKeyOf(new Secret(own.key)),
      certificate: () => chain.value,
      trust: createTrust([authority.certificate], []),
      wayOut: wayOutBy(proxy),
      account: undefined,
      version: '0.1.0',
      now: Date.now,
    },
    relays,
    carrier,
    random,
    changed: () => undefined,
    ended: (failure) => pool.enrollAgain(failure),
    log: (values, message) => void lines.push(`${message} ${JSON.stringify(values)}`),
    services: {
      targets,
      budget: new WindowBudget(1024 ** 3),
      health: () => ({ version: '0.1.0', uptimeSeconds: 1, load: { cpu: 0, memoryBytes: 1, streams: 0, bytesPerSecond: 0 } }),
      configured: (configuration) => targets.publish(configuration),
      revoked: (reason) => {
        revoked.push(reason)
        pool.enrollAgain(reason)
      },
      streams: {
        opened: () => undefined,
        closed: () => undefined,
        moved: () => undefined,
        refused: (failure) => void lines.push(`refused ${failure.code}`),
      },
    },
  })
  pool.start()
  return { pool, lines, revoked, issued: own }
}

/** For tests that look at the certificate itself. */
export const leafOf = ({ certificate }: Issued): X509Certificate => new X509Certificate(certificate)
