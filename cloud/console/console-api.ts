/** What the control plane's composition hands to the web console. */
import { type FastifyReply, type FastifyRequest } from 'fastify'
import { type Connector } from '../../contract/control-plane-api.ts'
import { type Result } from '../../contract/error-codes.ts'
import { type Administration } from '../administration.ts'
import { type ConnectorRow } from '../store/connectors.ts'
import { type Store } from '../store/store.ts'
import { type Person } from '../sign-in/accounts.ts'
import { type People } from '../sign-in/people.ts'

/** How the console knows who is there and that a form is ours; sign-in gives it (`SignIn.door`). */
export interface ConsoleDoor {
  /** Absent: nobody is signed in. */
  personOf: (request: FastifyRequest) => Promise<Person | undefined>
  /** Value of the hidden field `guard`. */
  guardToken: (request: FastifyRequest, reply: FastifyReply) => string
  /** CW5009 when the form did not come from one of our pages. */
  checkGuard: (request: FastifyRequest, field: string | undefined) => Result<null>
  readonly people: People
}

export interface ConsoleOptions {
  readonly store: Store
  readonly administration: Administration
  /** A connector as people see it, with its health right now. */
  readonly shown: (row: ConnectorRow) => Connector
  readonly door: ConsoleDoor
  /** https origin without a slash at the end. */
  readonly publicUrl: string
  /** PEM of the authorities that set-up programs must trust beside their system's store; goes into the connection file. */
  readonly certificateAuthorities: readonly string[]
  /** Folder with installers to offer. Absent, missing or empty: the page says that there are none. */
  readonly downloadsFolder: string | undefined
  readonly now: () => number
}
