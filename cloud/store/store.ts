/** Everything that the control plane remembers, one noun each. Each query takes the organization: a row of another is not there. */
import { auditLogIn } from './audit-log.ts'
import { connectorsIn } from './connectors.ts'
import { type Database, type Queries } from './database.ts'
import { enrollmentTokensIn } from './enrollment-tokens.ts'
import { enrollmentsIn } from './enrollments.ts'
import { locationsIn } from './locations.ts'
import { organizationsIn } from './organizations.ts'
import { publishedResourcesIn } from './published-resources.ts'
import { serviceKeysIn } from './service-keys.ts'
import { usersIn } from './users.ts'

const nounsIn = (queries: Queries) => ({
  organizations: organizationsIn(queries),
  users: usersIn(queries),
  locations: locationsIn(queries),
  connectors: connectorsIn(queries),
  enrollments: enrollmentsIn(queries),
  enrollmentTokens: enrollmentTokensIn(queries),
  publishedResources: publishedResourcesIn(queries),
  serviceKeys: serviceKeysIn(queries),
  auditLog: auditLogIn(queries),
})

export type Nouns = ReturnType<typeof nounsIn>

export interface Store extends Nouns {
  /** All changes of `work` or none; a throw takes them back. */
  inTransaction: <T>(work: (nouns: Nouns) => Promise<T>) => Promise<T>
}

export const storeOf = (database: Database): Store => ({
  ...nounsIn(database),
  inTransaction: (work) => database.transaction((transaction) => work(nounsIn(transaction))),
})
