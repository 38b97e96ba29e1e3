/** From a failure to the exit code that scripts decide by. */
import { type ErrorCode } from '../../contract/error-codes.ts'
import { exitCodes } from '../../contract/wizard-api.ts'

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const named: Partial<Record<ErrorCode, ExitCode>> = {
  CW2001: exitCodes.badArguments,
  CW2015: exitCodes.signInFailed,
  CW2011: exitCodes.cancelled,
  CW3001: exitCodes.checkBlocks,
  CW3004: exitCodes.cancelled,
  CW3022: exitCodes.restartNeeded,
  CW5001: exitCodes.signInFailed,
  CW5002: exitCodes.enrollmentRefused,
  CW5005: exitCodes.enrollmentRefused,
  CW7001: exitCodes.badArguments,
  CW7002: exitCodes.badArguments,
  CW7003: exitCodes.badArguments,
  CW7006: exitCodes.network,
  CW7008: exitCodes.badArguments,
}

export const exitCodeOf = (code: ErrorCode): ExitCode => {
  const own = named[code]
  if (own !== undefined) return own
  if (/^CW200/.test(code)) return exitCodes.network
  if (/^CW201|^CW2026/.test(code)) return exitCodes.signInFailed
  if (/^CW202/.test(code)) return exitCodes.enrollmentRefused
  if (/^CW3/.test(code)) return exitCodes.installRolledBack
  return exitCodes.unexpected
}

/** An installation that was taken back: refusals of the cloud and a cancel keep their own code, everything else is 7. */
export const exitCodeOfInstall = (code: ErrorCode): ExitCode => {
  const own = exitCodeOf(code)
  return own === exitCodes.unexpected || own === exitCodes.badArguments ? exitCodes.installRolledBack : own
}
