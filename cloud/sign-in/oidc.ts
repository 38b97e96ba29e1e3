/** The OpenID Connect provider: which clients, which features, what it says beside the standard. Pages are elsewhere. */
import { UnsecuredJWT } from 'jose'
import { type AdapterFactory, errors, type JWK, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { apiClient, apiScope, setupClient, SignInMachine } from '../../contract/control-plane-api.ts'
import { type Secret } from '../../contract/secret.ts'
import { type Database } from '../store/database.ts'
import { findPerson } from './accounts.ts'
import { type DevicePages } from './device-pages.ts'
import { isDeviceSignInOffered } from './device-sign-in.ts'
import { requestLifetime, type SignInRequests } from './sign-in-requests.ts'

export const oidcPath = '/oidc'
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
/** Seconds. */
export const accessTokenLifetime = 600
/** Seconds, for `apiClient`: long enough for a script, and there is no refresh token after it. */
export const apiTokenLifetime = 3600
const interactionLifetime = requestLifetime / 1000 + 300

export const oidcCookies = {
  session: '__Host-causeway-oidc',
  interaction: '__Secure-causeway-request',
  resume: '__Secure-causeway-resume',
} as const

/** Carries the id of our sign-in request through the provider. Only we set it: what a client sends under this name is replaced. */
export const requestParameter = 'causeway_request'
const machineParameter = 'causeway_machine'

export interface OidcOptions {
  origin: string
  database: Database
  requests: SignInRequests
  adapter: AdapterFactory
  signingKeys: readonly JWK[]
  cookieKey: Secret<Buffer>
  devicePages: DevicePages
  renderError: (context: KoaContextWithOIDC, error: Error) => void
  /** Told of defects. */
  failed: (error: unknown) => void
  now: () => number
}

const machineOf = (text: string | undefined): SignInMachine | undefined => {
  if (text === undefined) return undefined
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new errors.InvalidRequest(`${machineParameter} is not JSON`)
  }
  const parsed = SignInMachine.safeParse(json)
  if (!parsed.success) throw new errors.InvalidRequest(`${machineParameter}: ${parsed.error.issues[0]?.message ?? 'malformed'}`)
  return parsed.data
}

/** A pushed request made by ourselves from parameters that were checked when they were pushed. By the real clock, as the provider reads it. */
export const pushAgain = async (provider: Provider, parameters: Record<string, string>): Promise<string> => {
  const seconds = Math.floor(Date.now() / 1000)
  const client = parameters['client_id'] ?? setupClient.id
  const request = new UnsecuredJWT(parameters)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setIssuer(client)
    .setAudience(provider.issuer)
    .setExpirationTime(seconds + 60)
    .encode()
  const pushed = new provider.PushedAuthorizationRequest({ request, dpopJkt: parameters['dpop_jkt'] })
  const id = await pushed.save(60)
  const query = new URLSearchParams({ client_id: client, request_uri: `urn:ietf:params:oauth:request_uri:${id}` })
  return `${oidcPath}/auth?${query.toString()}`
}

const stringsOf = (parameters: object): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

/** Public native clients (RFC 8252). */
const nativeMetadata = {
  application_type: 'native' as const,
  token_endpoint_auth_method: 'none' as const,
  response_types: ['code' as const],
  id_token_signed_response_alg: 'ES256' as const,
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
}
// Any port fits: RFC 8252, section 7.3.
const loopback = (path: string): string[] => [`http://127.0.0.1${path}`, `http://[::1]${path}`]

const clients = [
  {
    ...nativeMetadata,
    client_id: setupClient.id,
    client_name: 'Causeway setup',
    grant_types: ['authorization_code', deviceGrant],
    redirect_uris: loopback(setupClient.redirectPath),
    scope: setupClient.scope,
  },
  {
    ...nativeMetadata,
    client_id: apiClient.id,
    client_name: 'Causeway API program',
    grant_types: ['authorization_code'],
    redirect_uris: loopback(apiClient.redirectPath),
    scope: apiClient.scope,
  },
]

export const createProvider = (options: OidcOptions): Provider => {
  const { origin, database, requests, devicePages, now } = options

  const remember = async (context: KoaContextWithOIDC): Promise<void> => {
    const { oidc } = context
    const method = oidc.route === 'pushed_authorization_request' ? 'browser' : oidc.route === 'device_authorization' ? 'device' : undefined
    if (method === undefined || oidc.params === undefined) return
    if (method === 'device' && !(await isDeviceSignInOffered(database)))
      throw new errors.UnauthorizedClient('CW2014: no organization here allows device codes')
    const machine = machineOf(oidc.params[machineParameter] as string | undefined)
    const request = await requests.begin({ method, machine, requesterAddress: context.ip }, new Date(now()))
    oidc.params[requestParameter] = request.id
  }

  const provider = new Provider(`${origin}${oidcPath}`, {
    adapter: options.adapter,
    jwks: { keys: options.signingKeys },
    clients,
    scopes: ['openid', 'profile', setupClient.enrollScope, apiScope],
    claims: { openid: ['sub'], profile: ['name', 'email', 'organization', 'organization_id', 'role'] },
    conformIdTokenClaims: false,
    routes: {
      authorization: '/auth',
      code_verification: '/device',
      pushed_authorization_request: '/request',
      device_authorization: '/device/auth',
    },
    cookies: {
      names: oidcCookies,
      long: { httpOnly: true, sameSite: 'lax', secure: true, signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', secure: true, signed: true },
      keys: [options.cookieKey.reveal().toString('base64url')],
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: true },
      userinfo: { enabled: true },
      deviceFlow: {
        enabled: true,
        charset: 'base-20',
        mask: '****-****',
        deviceInfo: (context) => ({ address: context.ip }),
        userCodeInputSource: (context, _form, _out, error) => devicePages.input(context, error),
        userCodeConfirmSource: (context, _form, _client, _info, userCode) => devicePages.confirm(context, userCode),
        successSource: (context) => devicePages.success(context),
      },
    },
    extraParams: { [machineParameter]: null, [requestParameter]: remember },
    interactions: { url: (_context, interaction) => `/sign-in/request/${interaction.uid}` },
    ttl: {
      AccessToken: (_context, _token, client) => (client.clientId === apiClient.id ? apiTokenLifetime : accessTokenLifetime),
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 1200,
      IdToken: accessTokenLifetime,
      Interaction: interactionLifetime,
      Session: interactionLifetime,
    },
    // A consent is for one machine and never carried over to the next request.
    loadExistingGrant: async (context) => {
      const grantId = context.oidc.result?.consent?.grantId
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId)
    },
    expiresWithSession: () => false,
    issueRefreshToken: () => false,
    clientBasedCORS: () => false,
    findAccount: async (_context, id) => {
      const person = await findPerson(database, id)
      if (person === undefined) return undefined
      return {
        accountId: person.id,
        claims: () => ({
          sub: person.id,
          name: person.name,
          email: person.email,
          organization: person.organizationName,
          organization_id: person.organizationId,
          role: person.role,
        }),
      }
    },
    renderError: (context, _out, error) => options.renderError(context, error),
  })

  provider.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      // A device form that comes without its session makes the provider save a session that never was.
      const lost = context.method === 'POST' && context.path === '/device'
      if (!lost) options.failed(error)
      options.renderError(
        context as KoaContextWithOIDC,
        lost ? new errors.SessionNotFound('device form without its session') : new Error('unexpected'),
      )
      return
    }
    const { oidc } = context as KoaContextWithOIDC
    const id = oidc?.params?.[requestParameter]
    if (typeof id !== 'string' || context.status >= 300) return
    const request = await requests.find(id, new Date(now()))
    if (request === undefined) return
    if (oidc.route === 'pushed_authorization_request') {
      const code = await requests.giveShortCode(id, stringsOf(oidc.params ?? {}))
      context.body = {
        ...(context.body as object),
        matching_words: request.words,
        short_address: `${origin}/s/${code}`,
        short_address_expires_in: requestLifetime / 1000,
      }
    } else if (oidc.route === 'device_authorization') context.body = { ...(context.body as object), matching_words: request.words }
  })
  // Koa's own event, which the provider's types leave out; without a listener it prints to the console.
  const koa: NodeJS.EventEmitter = provider
  koa.on('error', options.failed)
  provider.on('server_error', (_context, error) => options.failed(error))
  return provider
}
