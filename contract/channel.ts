/** The channel between connector and relay: names of headers and tokens, claims of the proof, verbs on reversed HTTP/2. */
import { z } from 'zod'
import { ConnectorId } from './ids.ts'
import { ConnectorLoad } from './control-plane-api.ts'

/** One endpoint on the relay's port for both carriers. */
export const relayPath = '/relay'
/** `GET` with this path answers 204 and a nonce in `Causeway-Nonce`. */
export const relayNoncePath = '/relay/nonce'

/** Upgrade tokens: the raw TLS socket, or WebSocket (RFC 6455) with the subprotocol below. */
export const carriers = ['causeway', 'websocket'] as const
export type Carrier = (typeof carriers)[number]
export const webSocketProtocol = 'causeway.1'

export const channelHeaders = {
  proof: 'causeway-proof',
  nonce: 'causeway-nonce',
  /** `interactive` or `bulk`: what the relay uses this session for. */
  purpose: 'causeway-purpose',
  version: 'causeway-version',
  relay: 'causeway-relay',
  /** On refusals: one of our codes. */
  code: 'causeway-code',
  /** On the relay's 101 answer: seconds over which to spread a return after its loss. */
  reconnectWindow: 'causeway-reconnect-window',
  /** On CONNECT: name of the published resource, for logs. */
  resource: 'causeway-resource',
  /** On CONNECT and requests: id for logs on both ends. */
  stream: 'causeway-stream',
} as const

export const Purpose = z.enum(['interactive', 'bulk'])
export type Purpose = z.infer<typeof Purpose>

/** Claims of the ES256 proof (JWT with `x5c`, at most 60 seconds old). Audience is the origin that is asked. */
export const ProofClaims = z.object({
  iss: ConnectorId,
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(16).max(64),
  nonce: z.string().min(16).max(200),
})
export type ProofClaims = z.infer<typeof ProofClaims>

/** The built-in echo: `CONNECT` with this authority is answered by the connector itself. */
export const echoAuthority = 'echo.causeway.internal:7'

/** Ordinary requests on the reversed session, relay to connector. */
export const channelRoutes = {
  /** `GET`: `ChannelHealth`. */
  health: '/health',
  /** `PUT`: `ChannelConfiguration`; sent after attach and when it changes. */
  configuration: '/configuration',
  /** `POST`: the relay will revoke; the connector stores the reason and stops dialling. */
  revoked: '/revoked',
} as const

export const ChannelHealth = z.object({ version: z.string(), load: ConnectorLoad, uptimeSeconds: z.number() })
export type ChannelHealth = z.infer<typeof ChannelHealth>

/** What the connector may dial: the published resources of its location. */
export const ChannelConfiguration = z.object({
  revision: z.number().int(),
  locationName: z.string(),
  resources: z.array(z.object({ name: z.string(), authority: z.string() })).max(10_000),
})
export type ChannelConfiguration = z.infer<typeof ChannelConfiguration>
