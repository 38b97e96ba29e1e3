/** What the control plane's composition hands to sign-in and console, and what it gets from them. */
import { type IncomingMessage } from 'node:http'
import { type FastifyInstance } from 'fastify'
import { type Logger } from 'pino'
import { type Role } from '../../contract/control-plane-api.ts'
import { type Result } from '../../contract/error-codes.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { type Secret } from '../../contract/secret.ts'
import { type ConsoleDoor } from '../console/console-api.ts'
import { type Database } from '../store/database.ts'

export interface SignInOptions {
  readonly database: Database
  /** https origin without a slash at the end, as people and machines type it. The listener is open when requests come, not before. */
  readonly publicUrl: string
  /** Folder for keys of sign-in (JWKS, cookie keys). Absent: in memory, for tests. */
  readonly folder: string | undefined
  readonly log: Logger
  readonly now: () => number
}

/** Whom an access token speaks for. */
export interface AccessTokenPrincipal {
  readonly subject: UserId
  readonly organizationId: OrganizationId
  readonly role: Role
  readonly scopes: readonly string[]
  /** RFC 7638 thumbprint of the key that the token is bound to; absent for a token bound to none. */
  readonly dpopThumbprint?: string
}

/** What of a request the verifier needs; `url` is the path with query. DPoP (RFC 9449) compares method and address. */
export type TokenRequest = Pick<IncomingMessage, 'headers' | 'method' | 'url'>

export interface SignIn {
  /** OpenID Connect issuer, below the public address. */
  readonly issuer: string
  /** Adds `/sign-in/…` and the issuer's own paths. Called once, before the server listens. */
  register: (server: FastifyInstance) => Promise<void>
  /** Bearer and DPoP access tokens. CW5001 when there is none or it is not valid, CW2023 when the DPoP proof does not fit. */
  verifyAccessToken: (request: TokenRequest) => Promise<Result<AccessTokenPrincipal>>
  /** Path and query of a new one-time link with which the user sets a password. */
  createPasswordLink: (user: UserId) => Promise<string>
  setPassword: (user: UserId, password: Secret) => Promise<void>
  /** For the console: who is signed in, and whether a form is ours. */
  readonly door: ConsoleDoor
  close: () => Promise<void>
}
