/** What the control plane's composition hands to the web console. */
import { type FastifyReply, type FastifyRequest } from 'fastify'
import { type Logger } from 'pino'
import { type ConnectionFile } from '../../contract/connection-file.ts'
import { type Organization } from '../../contract/control-plane-api.ts'
import { type Result } from '../../contract/error-codes.ts'
import { type Administration } from '../administration.ts'
import { type ConnectorsHealth } from '../connector-health.ts'
import { type Database } from '../store/database.ts'
import { type Store } from '../store/store.ts'
import { type Person } from '../sign-in/accounts.ts'

/** How the console knows who is there and that a form is ours; sign-in gives it (`SignIn.door`). */
export interface ConsoleDoor {
  /** Absent: nobody is signed in. */
  personOf: (request: FastifyRequest) => Promise<Person | undefined>
  /** Value of the hidden field `guard`. */
  guardToken: (request: FastifyRequest, reply: FastifyReply) => string
  /** CW5009 when the form did not come from one of our pages. */
  checkGuard: (request: FastifyRequest, field: string | undefined) => Result<null>
}

export interface ConsoleOptions {
  readonly database: Database
  readonly store: Store
  readonly administration: Administration
  readonly health: Pick<ConnectorsHealth, 'shown'>
  /** https origin without a slash at the end. */
  readonly publicUrl: string
  /** What presets the wizard for that organization. */
  readonly connectionFile: (organization: Pick<Organization, 'id' | 'name'>) => ConnectionFile
  readonly door: ConsoleDoor
  /** Folder with installers to offer. Absent, missing or empty: the page says that there are none. */
  readonly downloadsFolder?: string | undefined
  readonly log: Logger
  readonly now: () => number
}
