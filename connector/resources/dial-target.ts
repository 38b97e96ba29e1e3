/** Opens TCP to a target inside the resource location. */
import { type Socket } from 'node:net'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { firstConnection } from '../way-out/first-connection.ts'
import { authorityOf, type AdmittedTarget } from './targets.ts'

/** Milliseconds for all addresses of a target together. */
const dialTimeout = 10_000

/** Tries the addresses beside each other, in their order. Fails with CW4009 and the most telling error. */
export const dialTarget = async (target: AdmittedTarget): Promise<Result<Socket>> => {
  try {
    return succeeded(await firstConnection(target.addresses, target.port, AbortSignal.timeout(dialTimeout), { allowHalfOpen: true }))
  } catch (error) {
    const { name, message } = error as Error
    const reason = name === 'TimeoutError' ? 'no answer in time' : message
    return failed('CW4009', { target: authorityOf(target), reason })
  }
}
