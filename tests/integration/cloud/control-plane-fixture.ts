/** A real control plane on a random port with two organizations; only sign-in is a stand-in that knows people by made-up tokens. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Agent, fetch, type Response } from 'undici'
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from '../../../cloud/control-plane.ts'
import { createLog } from '../../../cloud/log.ts'
import { type AccessTokenPrincipal, type SignIn, type SignInOptions } from '../../../cloud/sign-in/sign-in-api.ts'
import { createSignIn } from '../../../cloud/sign-in/sign-in.ts'
import { apiScope, type EnrollmentReply, Problem, type Role, setupClient } from '../../../contract/control-plane-api.ts'
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type LocationId, type MachineFingerprint, MachineFingerprint as Fingerprint, type OrganizationId } from '../../../contract/ids.ts'
import { Secret } from '../../../contract/secret.ts'
import { databaseTemplate } from '../../fakes/database-template.ts'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import { type MachineKey, machineKeyOf } from '../../../connector/identity/machine-key.ts'
import { createProof } from '../../../connector/identity/proof.ts'

export interface Answer {
  status: number
  headers: Response['headers']
  body: unknown
}

export interface Side {
  organizationId: OrganizationId
  locationId: LocationId
  /** Authorization header of a person. */
  owner: string
  operator: string
  reader: string
  /** An operator whose token has only the scope of set-up. */
  setup: string
  /** A reader whose token was made when they were owner. */
  demoted: string
}

export interface Fixture {
  controlPlane: ControlPlane
  /** The organization under test, and another one that must never be reached. */
  ours: Side
  theirs: Side
  log: string[]
  call: (method: string, path: string, authorization?: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Moves the control plane's clock forward. */
  advance: (milliseconds: number) => void
  now: () => number
  stop: () => Promise<void>
}

export const newMachineKey = (): MachineKey => machineKeyOf(new Secret(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
export const newFingerprint = (): MachineFingerprint => Fingerprint.parse(randomBytes(32).toString('hex'))

export const machine = (fingerprint: MachineFingerprint, machineName = 'SRV-01') => ({
  machineName,
  operatingSystem: 'Windows Server 2022',
  fingerprint,
  version: '0.1.0',
  simulated: true,
})

/** Code of a problem document; throws when the answer is none. */
export const codeOf = (answer: Answer): string => {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true)
    throw new Error(`not a problem document: ${answer.status} ${JSON.stringify(answer.body)}`)
  const problem = Problem.parse(answer.body)
  if (problem.status !== answer.status) throw new Error(`the problem says ${problem.status}, the answer ${answer.status}`)
  return problem.code
}

export const startFixture = async (options: Partial<ControlPlaneOptions> = {}): Promise<Fixture> => {
  const people = new Map<string, AccessTokenPrincipal>()
  const log: string[] = []
  let offset = 0
  const signIn = async (signInOptions: SignInOptions): Promise<SignIn> => ({
    ...(await createSignIn(signInOptions)),
    verifyAccessToken: async ({ headers }) => {
      const person = people.get(headers.authorization ?? '')
      return person === undefined ? failed('CW5001') : succeeded(person)
    },
  })
  const started = await startControlPlane({
    log: createLog('info', (line) => log.push(line)),
    signIn,
    databaseTemplate: await databaseTemplate(),
    now: () => Date.now() + offset,
    ...options,
  })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  const controlPlane = started.value
  const { store, address } = controlPlane

  const side = async (organizationId: OrganizationId): Promise<Side> => {
    const authorization = async (role: Role, scope: string, tokenRole = role): Promise<string> => {
      const name = `${role}-${randomBytes(4).toString('hex')}`
      const user = await store.users.create(organizationId, { email: `${name}@contoso.example`, name, role }, new Date())
      const header = `Bearer ${randomBytes(16).toString('hex')}`
      people.set(header, { subject: user.id, organizationId, role: tokenRole, scopes: [scope] })
      return header
    }
    const location = await store.locations.create(organizationId, 'Munich', new Date())
    if (!location.ok) throw new Error(location.failure.code)
    return {
      organizationId,
      locationId: location.value.id,
      owner: await authorization('owner', apiScope),
      operator: await authorization('operator', apiScope),
      reader: await authorization('reader', apiScope),
      setup: await authorization('operator', setupClient.enrollScope),
      demoted: await authorization('reader', apiScope, 'owner'),
    }
  }
  const first = await store.organizations.first()
  if (first === undefined) throw new Error('no organization')
  const ours = await side(first.id)
  const theirs = await side((await store.organizations.create('Fabrikam', new Date())).id)
  const agent = new Agent({ connect: { ca: controlPlane.connectionFile.certificateAuthorities.join('') } })

  return {
    controlPlane,
    ours,
    theirs,
    log,
    call: async (method, path, authorization, body, headers = {}) => {
      const answer = await fetch(`${address}${path}`, {
        method,
        dispatcher: agent,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await answer.text()
      let parsed: unknown
      try {
        parsed = text === '' ? undefined : JSON.parse(text)
      } catch {
        parsed = text
      }
      return { status: answer.status, headers: answer.headers, body: parsed }
    },
    advance: (milliseconds) => {
      offset += milliseconds
    },
    now: () => Date.now() + offset,
    stop: async () => {
      await agent.destroy()
      await controlPlane.stop(500)
    },
  }
}

export interface EnrolledMachine {
  key: MachineKey
  reply: EnrollmentReply
  fingerprint: MachineFingerprint
}

/** Enrolls a new machine the way set-up does. */
export const enrollMachine = async (
  fixture: Fixture,
  side: Side,
  name: string,
  fingerprint: MachineFingerprint = newFingerprint(),
  extra: object = {},
  key: MachineKey = newMachineKey(),
): Promise<EnrolledMachine> => {
  const answer = await fixture.call('POST', '/v1/enrollments', side.setup, {
    locationId: side.locationId,
    connectorName: name,
    machine: machine(fingerprint, name),
    csr: await certificateRequest(key, name),
    ...extra,
  })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return { key, reply: answer.body as EnrollmentReply, fingerprint }
}

/** Headers of a request that a connector proves to be its own. */
export const proofHeaders = async (
  fixture: Fixture,
  { key, reply }: Pick<EnrolledMachine, 'key' | 'reply'>,
): Promise<Record<string, string>> => {
  const nonce = (await fixture.call('GET', '/relay/nonce')).headers.get('causeway-nonce') ?? ''
  const { certificate, chain, connectorId } = reply
  return {
    'causeway-proof': await createProof({
      key,
      chain: [certificate, ...chain],
      connectorId,
      audience: fixture.controlPlane.address,
      nonce,
      now: fixture.now(),
    }),
  }
}
