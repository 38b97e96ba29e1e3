/** The channel of an enrolled machine, with its real parts, in the test's own process. */
import { lookup } from 'node:dns/promises'
import { WindowBudget } from '../../../contract/flow-window.ts'
import { Pool } from '../../../connector/channel/pool.ts'
import { createTrust } from '../../../connector/channel/trust.ts'
import { parseCertificateChain } from '../../../connector/identity/certificate-file.ts'
import { LocalAllowList } from '../../../connector/resources/address-ranges.ts'
import { Targets } from '../../../connector/resources/targets.ts'
import { type EnrolledMachine } from './control-plane-fixture.ts'
import { wayOutBy } from '../../fakes/way-out.ts'

export interface TestPool {
  health: () => string
  /** Code of the reason with which the relay ended it for good. */
  revoked: () => string | undefined
  stop: () => void
}

export const startPool = ({ key, reply }: EnrolledMachine, authority: string): TestPool => {
  const chain = parseCertificateChain([reply.certificate, ...reply.chain].join('\n'), 'test')
  if (!chain.ok) throw new Error(JSON.stringify(chain.failure))
  const targets = new Targets(new LocalAllowList([]), async (host) =>
    (await lookup(host, { all: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })),
  )
  let revoked: string | undefined
  const pool = new Pool({
    dialler: {
      connectorId: reply.connectorId,
      key,
      certificate: () => chain.value,
      trust: createTrust([authority], []),
      wayOut: wayOutBy({ is: 'direct' }),
      account: undefined,
      version: '0.1.0',
      now: Date.now,
    },
    relays: reply.relays,
    random: () => 0.01,
    changed: () => undefined,
    ended: (failure) => {
      revoked = failure.code
      pool.enrollAgain(failure)
    },
    log: () => undefined,
    services: {
      targets,
      budget: new WindowBudget(1024 ** 3),
      health: () => ({ version: '0.1.0', uptimeSeconds: 1, load: { cpu: 0, memoryBytes: 1, streams: 0, bytesPerSecond: 0 } }),
      configured: (configuration) => targets.publish(configuration),
      revoked: (reason) => {
        revoked = reason.code
        pool.enrollAgain(reason)
      },
      streams: { opened: () => undefined, closed: () => undefined, moved: () => undefined, refused: () => undefined },
    },
  })
  pool.start()
  return { health: () => pool.health.is, revoked: () => revoked, stop: () => pool.stop() }
}
