/**
 * One permanent code per cause. Codes cross process boundaries, sentences do not: the sentence of a code is in
 * `wording/<language>/errors.ts`, whose type demands every code listed here.
 *
 * A code is never reused and never changes its meaning. Ranges:
 * 10xx host checks · 11xx identity checks · 12xx network checks · 13xx certificate checks · 2xxx sign-in and enrollment ·
 * 3xxx installation · 4xxx connector service and channel · 5xxx control plane · 6xxx access to published resources ·
 * 7xxx bad input from a file or a boundary · 9xxx defects of Causeway itself.
 *
 * The codes of checks are in `check-catalogue.ts`; they name the check, these name everything else.
 */
import { z } from 'zod'

export const errorCodes = [
  // sign-in and enrollment
  'CW2001', // control plane address is not an https address
  'CW2002', // control plane could not be reached
  'CW2003', // answer at /.well-known/causeway is not a discovery document
  'CW2004', // control plane needs a newer version of this program
  'CW2005', // certificate of the control plane is not trusted
  'CW2010', // the person refused consent
  'CW2011', // sign-in was cancelled in the window
  'CW2012', // sign-in timed out
  'CW2013', // state or issuer of the sign-in answer does not match
  'CW2014', // sign-in method is not allowed by the organization
  'CW2015', // the account may not enroll connectors
  'CW2016', // account belongs to another organization than the connection file names
  'CW2020', // enrollment token unknown, used or expired
  'CW2021', // machine was enrolled before and no decision was given
  'CW2022', // certificate signing request refused
  'CW2023', // proof of possession refused
  'CW2024', // resource location does not exist
  'CW2025', // too many requests
  'CW2026', // no listener on the loopback address could be opened for the answer of the browser
  'CW2027', // the system browser could not be opened
  // installation
  'CW3001', // a check blocks the installation
  'CW3002', // an action failed and everything was taken back
  'CW3003', // an action failed and could not be taken back completely
  'CW3004', // cancelled and taken back
  'CW3005', // an earlier installation was interrupted
  'CW3006', // the journal is damaged
  'CW3007', // service did not start
  'CW3008', // channel did not become healthy
  'CW3009', // not installed
  'CW3010', // another set-up is running
  'CW3011', // the server refused a change
  'CW3012', // failure of this check cannot be accepted
  'CW3013', // a fix was made and the check still does not pass
  'CW3015', // service waits for its deletion
  'CW3016', // disk is full
  'CW3017', // file is held by another program
  'CW3018', // nothing comes through the new proxy; settings not changed
  'CW3019', // relay to be pinned does not exist
  'CW3020', // the new version did not become healthy; the former one runs again
  'CW3021', // the new version did not become healthy and the former one could not be brought back
  'CW3022', // the server has to be restarted
  'CW3023', // repair was stopped before every action was looked at
  'CW3024', // labels are known only to the running service
  // connector service and channel
  'CW4001', // configuration of the service is missing or damaged
  'CW4002', // key or certificate of the machine is missing or damaged
  'CW4003', // certificate expired
  'CW4004', // certificate revoked: connector removed in the console
  'CW4005', // machine was cloned or renamed
  'CW4006', // relay could not be reached
  'CW4007', // relay refused the proof
  'CW4008', // target is not allowed
  'CW4009', // target could not be reached
  'CW4010', // worker ended unexpectedly
  'CW4011', // another connector service runs with this data folder
  'CW4012', // memory budget reached
  'CW4013', // service does not answer
  'CW4014', // the proxy asks for an account and none is known
  'CW4015', // the proxy does not take the account
  'CW4016', // the proxy wants a way of proving that is not spoken
  'CW4017', // the stored account of the proxy is damaged
  'CW4018', // a round trip through the cloud did not come back
  'CW4019', // the proxy speaks TLS, and its own certificate is not trusted
  'CW4020', // the machine's key was wrapped on another machine or for another purpose
  'CW4021', // a layer of the connectivity test could not be tried
  // control plane
  'CW5001', // not signed in
  'CW5002', // not allowed
  'CW5003', // not found
  'CW5004', // request does not match its schema
  'CW5005', // conflict with the present state
  'CW5006', // too many requests
  'CW5007', // wrong user name or password
  'CW5008', // account locked for a while
  'CW5009', // cross-site request refused
  'CW5010', // link expired or used
  'CW5011', // the data folder is used by another control plane
  'CW5012', // data folder or certificate unusable
  'CW5013', // starting up or shutting down
  'CW5014', // request too large
  'CW5015', // the control plane cannot listen at its address
  // health of a connector, as the control plane sees it
  'CW5020', // no channel is open
  'CW5021', // fewer sessions than expected
  'CW5022', // draining
  'CW5023', // no health report came
  // access to published resources
  'CW6001', // resource not published
  'CW6002', // no healthy connector in the location
  'CW6003', // service key unknown or revoked
  'CW6004', // connector could not reach the target
  'CW6005', // protocol of the resource does not fit the request
  'CW6006', // time limit of the stream reached
  // bad input
  'CW7001', // parameters file
  'CW7002', // server profile
  'CW7003', // connection file
  'CW7004', // state file
  'CW7005', // certificate or key file
  'CW7006', // answer of the control plane
  'CW7007', // JSON-RPC message
  'CW7008', // command-line argument
  'CW7009', // file cannot be read or written
  // defects
  'CW9001', // unexpected error
  'CW9002', // call from a page or process that is not ours
  'CW9003', // agent ended unexpectedly
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** Named values that a sentence is completed with. Never secrets. */
export const MessageValues = z.record(z.string(), z.union([z.string(), z.number()]))
export type MessageValues = z.infer<typeof MessageValues>

/** An expected failure, as a value. `detail` is technical evidence in English (a system error, a schema path), never the message shown first. */
export const Failure = z.object({
  code: ErrorCode,
  values: MessageValues.default({}),
  detail: z.string().max(4000).optional(),
})
export type Failure = z.infer<typeof Failure>

/** The result of anything that can fail in an expected way. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const succeeded = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const failed = (code: ErrorCode, values: MessageValues = {}, detail?: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, values, ...(detail === undefined ? {} : { detail: detail.slice(0, 4000) }) },
})

/** The schema of `Result<T>`, for boundaries. */
export const resultOf = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), failure: Failure })])

/** The only exception type that is thrown on purpose across a boundary: a defect or a refusal with a code. */
export class CodedError extends Error {
  override readonly name = 'CodedError'
  readonly code: ErrorCode
  readonly values: MessageValues
  constructor(code: ErrorCode, message: string, values: MessageValues = {}, options?: ErrorOptions) {
    super(`${code}: ${message}`, options)
    this.code = code
    this.values = values
  }
}
