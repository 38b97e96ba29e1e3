/** What a request below `/connect/` asks for, and whether the cloud service that sends it may have it. */
import { z } from 'zod'
import { PublishedResource } from '../../contract/control-plane-api.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { LocationId } from '../../contract/ids.ts'
import { Secret } from '../../contract/secret.ts'
import { type CloudService, type ServiceAccess } from './ports.ts'

export const connectPrefix = '/connect/'

const ConnectPath = z.object({ location: LocationId, resource: PublishedResource.shape.name })

export interface ConnectTarget {
  readonly location: LocationId
  readonly resource: string
  /** What follows the resource, with a leading slash, query included; `/` when nothing follows. */
  readonly rest: string
}

/** Takes `/connect/<location>/<resource>[/...][?...]` apart. Absent for anything else, absolute-form targets included. */
export const parseConnectPath = (target: string): ConnectTarget | undefined => {
  const [, location, resource, rest = ''] = /^\/connect\/([^/?#]{1,64})\/([^/?#]{1,64})([/?].*)?$/s.exec(target) ?? []
  const parsed = ConnectPath.safeParse({ location, resource })
  if (!parsed.success) return undefined
  return { ...parsed.data, rest: rest.startsWith('/') ? rest : `/${rest}` }
}

/** `<resource>.<location>:<any port>`: how a plain HTTP/2 CONNECT, which has no path, names the same thing. */
export const parseConnectAuthority = (authority: string): ConnectTarget | undefined => {
  const [, resource, location] = /^([^.:]{1,64})\.([^.:]{1,64}):\d{1,5}$/.exec(authority) ?? []
  return parseConnectPath(`${connectPrefix}${location ?? ''}/${resource ?? ''}`)
}

const bearer = (header: string | undefined): Secret | undefined => {
  const [, token] = /^Bearer ([\x21-\x7e]{8,512})$/i.exec(header ?? '') ?? []
  return token === undefined ? undefined : new Secret(token)
}

export interface Admission {
  readonly service: CloudService
  readonly target: ConnectTarget
  readonly resource: PublishedResource
}

/** Fails with CW6003 (key) or CW6001 (no such resource for this service's organization). */
export const admit = async (
  access: ServiceAccess,
  target: ConnectTarget | undefined,
  authorization: string | undefined,
): Promise<Result<Admission>> => {
  const key = bearer(authorization)
  const service = key === undefined ? undefined : await access.authenticate(key)
  if (service === undefined) return failed('CW6003')
  if (target === undefined) return failed('CW6001', { resource: '', location: '' })
  const resource = await access.resource(service.organizationId, target.location, target.resource)
  return resource === undefined
    ? failed('CW6001', { resource: target.resource, location: target.location })
    : succeeded({ service, target, resource })
}
