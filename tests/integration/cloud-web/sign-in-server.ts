/** A real TLS server with sign-in over an in-memory database: two organizations, a few people, a clock that can be moved. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify, type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { Agent } from 'undici'
import { openAuthority } from '../../../cloud/certificate-authority/authority.ts'
import { openServerCertificate } from '../../../cloud/certificate-authority/server-certificate.ts'
import { type Administration, administrationOf } from '../../../cloud/administration.ts'
import { type ConnectorsHealth, watchConnectors } from '../../../cloud/connector-health.ts'
import { registerConsole } from '../../../cloud/console/console.ts'
import { type ConnectorId } from '../../../contract/ids.ts'
import { createSignIn } from '../../../cloud/sign-in/sign-in.ts'
import { type SignIn } from '../../../cloud/sign-in/sign-in-api.ts'
import { type Database, openDatabase } from '../../../cloud/store/database.ts'
import { type Store, storeOf } from '../../../cloud/store/store.ts'
import { type User } from '../../../cloud/store/users.ts'
import { type Role } from '../../../contract/control-plane-api.ts'
import { type Result } from '../../../contract/error-codes.ts'
import { Secret } from '../../../contract/secret.ts'
import { databaseTemplate } from '../../fakes/database-template.ts'

export const password = 'correct horse battery staple'

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.detail ?? ''}`)
  return result.value
}

export interface SignInServer {
  origin: string
  agent: Agent
  /** PEM of the authority. */
  authority: string
  database: Database
  store: Store
  signIn: SignIn
  /** `ahead`: milliseconds by which our part runs ahead of the real clock, which the provider reads itself. */
  clock: { ahead: number; readonly now: number }
  /** Also the downloads folder of the console. */
  folder: string
  health: ConnectorsHealth
  administration: Administration
  /** Connectors whose channels were ended. */
  revoked: ConnectorId[]
  logged: string[]
  people: Record<'owner' | 'operator' | 'reader' | 'stranger', User>
  close: () => Promise<void>
}

export type More = (server: FastifyInstance, parts: Omit<SignInServer, 'close' | 'people'>) => Promise<void>

/** A stand-in of the API: `/v1/me` tells what the access token is worth. */
export const withMe: More = async (server, { signIn }) => {
  server.get('/v1/me', async (request, reply) => {
    const result = await signIn.verifyAccessToken(request.raw)
    return result.ok ? result.value : reply.code(401).send(result.failure)
  })
}

export const startSignInServer = async (more?: More): Promise<SignInServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-sign-in-'))
  const { database, close } = valueOf(await openDatabase(undefined, await databaseTemplate()))
  const store = storeOf(database)
  const authority = valueOf(await openAuthority(folder))
  const certificate = valueOf(await openServerCertificate(folder, authority, ['127.0.0.1']))
  const clock = {
    ahead: 0,
    get now() {
      return Date.now() + this.ahead
    },
  }
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const server = fastify({ https: { key: certificate.key, cert: certificate.certificate } }) as unknown as FastifyInstance
  // The address must be known before sign-in is made, so the port is taken with an empty listener first.
  const origin = `https://127.0.0.1:${await freePort()}`
  const signIn = await createSignIn({ database, publicUrl: origin, folder: undefined, log, now: () => clock.now })
  await signIn.register(server)
  const health = watchConnectors({
    recordContact: store.connectors.recordContact,
    expectedSessions: 1,
    now: () => clock.now,
    failedToRecord: (error) => logged.push(String(error)),
  })
  const revoked: ConnectorId[] = []
  const channels = {
    revoke: async (id: ConnectorId) => void revoked.push(id),
    setDraining: () => undefined,
    configurationChanged: async () => undefined,
  }
  const administration = administrationOf(store, channels, () => clock.now)
  await registerConsole(server, {
    store,
    administration,
    shown: health.shown,
    door: signIn.door,
    publicUrl: origin,
    certificateAuthorities: [authority.certificate],
    downloadsFolder: folder,
    now: () => clock.now,
  })
  const agent = new Agent({ connect: { ca: authority.certificate } })
  const parts = {
    origin,
    folder,
    agent,
    health,
    administration,
    revoked,
    authority: authority.certificate,
    database,
    store,
    signIn,
    clock,
    logged,
  }
  await more?.(server, parts)
  const contoso = await store.organizations.create('Contoso Maschinenbau Süddeutschland GmbH & Co. KG', new Date())
  const fabrikam = await store.organizations.create('Fabrikam', new Date())
  const person = async (organization: typeof contoso, email: string, name: string, role: Role): Promise<User> => {
    const user = await store.users.create(organization.id, { email, name, role }, new Date())
    await signIn.setPassword(user.id, new Secret(password))
    return user
  }
  const people = {
    owner: await person(contoso, 'owner@contoso.example', 'Owner', 'owner'),
    operator: await person(contoso, 'operator@contoso.example', 'Operator', 'operator'),
    reader: await person(contoso, 'reader@contoso.example', 'Reader', 'reader'),
    stranger: await person(fabrikam, 'owner@fabrikam.example', 'Stranger', 'owner'),
  }
  await server.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })
  return {
    ...parts,
    people,
    close: async () => {
      await agent.close()
      await server.close()
      await signIn.close()
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net')
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
