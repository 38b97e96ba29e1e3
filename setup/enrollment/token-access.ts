/** Access by a one-time enrollment token made in the console: for unattended installs. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type Secret } from '../../contract/secret.ts'
import { type EnrollmentTokenInspection } from '../../contract/control-plane-api.ts'
import { type z } from 'zod'
import { type ControlPlaneClient, openControlPlaneClient } from './control-plane-client.ts'
import { type ControlPlane } from './discovery.ts'
import { type HttpDoor } from './http-door.ts'

export interface TokenAccess {
  readonly client: ControlPlaneClient
  readonly inspection: z.output<typeof EnrollmentTokenInspection>
}

/** A token is one line of visible ASCII; anything else would be a file that was named by mistake. */
export const parseToken = (text: string): Result<string> => {
  const token = text.trim()
  return /^[\x21-\x7e]{16,400}$/.test(token) ? succeeded(token) : failed('CW2020', {}, 'not one line of 16 to 400 visible characters')
}

/** Asks what the token is for, without using it. */
export const openTokenAccess = async (
  controlPlane: ControlPlane,
  door: HttpDoor,
  token: Secret,
  signal: AbortSignal,
): Promise<Result<TokenAccess>> => {
  const client = openControlPlaneClient(controlPlane.discovery.api, (url, method, body, headers, callSignal) =>
    door.fetch(url, {
      method,
      body: body ?? null,
      headers: { ...headers, authorization: `Enrollment ${token.reveal()}` },
      signal: callSignal,
    }),
  )
  const inspection = await client.inspectToken(signal)
  return inspection.ok ? succeeded({ client, inspection: inspection.value }) : inspection
}
