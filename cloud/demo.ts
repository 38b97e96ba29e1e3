/** Demo data, made only when asked: one organization with two locations, an account, a published stand-in of a service, keys. */
import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { type Result, failed, succeeded } from '../contract/error-codes.ts'
import { type LocationId, type OrganizationId } from '../contract/ids.ts'
import { Secret } from '../contract/secret.ts'
import { type Administration } from './administration.ts'
import { type SignIn } from './sign-in/sign-in-api.ts'
import { type Store } from './store/store.ts'

const organizationName = 'Contoso'
const locationNames = ['Munich', 'Shanghai']
const email = 'demo@contoso.example'
const keyName = 'Demo service'

export interface Demo {
  organization: { id: OrganizationId; name: string }
  /** Of this start; a restart makes new ones. */
  account: { email: string; password: Secret }
  locations: { id: LocationId; name: string }[]
  serviceKey: Secret
  /** One-time, for the first location. */
  enrollmentToken: Secret
  /** `host:port` of the stand-in, published as `echo` in each location. */
  echo: string
  close: () => Promise<void>
}

/** A stand-in of a service inside a resource location: sends back what it gets, on loopback. */
const startEchoService = async (wanted: number): Promise<{ address: string; close: () => Promise<void> }> => {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.pipe(socket)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  // What was published stays right over a restart, unless somebody else took the port meanwhile.
  await listen(wanted).catch(() => listen(0))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** CW5005 when the data folder belongs to somebody's real organization. */
export const startDemo = async (
  store: Store,
  administration: Administration,
  signIn: Pick<SignIn, 'setPassword'>,
  now: () => number,
): Promise<Result<Demo>> => {
  const present = await store.organizations.first()
  if (present !== undefined && present.name !== organizationName)
    return failed('CW5005', { reason: `--demo needs a data folder of its own; this one belongs to “${present.name}”.` })
  const organization = present ?? (await store.organizations.create(organizationName, new Date(now())))
  const actor = { organizationId: organization.id, name: 'demo' }
  const user =
    (await store.users.firstOwner(organization.id)) ??
    (await store.users.create(organization.id, { email, name: 'Demo', role: 'owner' }, new Date(now())))
  const password = new Secret(randomBytes(12).toString('base64url'))
  await signIn.setPassword(user.id, password)

  const there = (await store.locations.list(organization.id, { limit: 200 })).items
  const published = there[0] && (await store.publishedResources.byName(organization.id, there[0].id, 'echo'))
  const echo = await startEchoService(Number(/:(\d+)$/.exec(published?.target ?? '')?.[1] ?? 0))
  const locations: Demo['locations'] = []
  for (const name of locationNames) {
    const created = there.find((location) => location.name === name) ?? (await administration.createLocation(actor, name))
    const location = 'ok' in created ? (created.ok ? created.value : undefined) : created
    if (location === undefined) continue
    const old = await store.publishedResources.byName(organization.id, location.id, 'echo')
    if (old?.target !== echo.address) {
      if (old !== undefined) await administration.withdrawResource(actor, location.id, old.id)
      await administration.publishResource(actor, location.id, { name: 'echo', protocol: 'tcp', target: echo.address })
    }
    locations.push({ id: location.id, name })
  }
  for (const key of (await store.serviceKeys.list(organization.id, { limit: 200 })).items)
    if (key.name === keyName) await administration.revokeServiceKey(actor, key.id)
  const serviceKey = await administration.createServiceKey(actor, keyName)
  const first = locations[0]
  const token = first && (await administration.createEnrollmentToken(actor, first.id, 'demo'))
  if (!serviceKey.ok || token?.ok !== true) {
    await echo.close()
    return failed('CW5005', { reason: 'The demo’s locations were renamed or deleted; use a new data folder.' })
  }
  return succeeded({
    organization: { id: organization.id, name: organization.name },
    account: { email: user.email, password },
    locations,
    serviceKey: serviceKey.value.key,
    enrollmentToken: token.value.token,
    echo: echo.address,
    close: echo.close,
  })
}
