/** Opens TCP to a target inside the resource location. */
import { connect, type Socket } from 'node:net'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { authorityOf, type AdmittedTarget } from './targets.ts'

/** Milliseconds for all addresses of a target together. */
const dialTimeout = 10_000

const dialAddress = (address: string, port: number, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true, allowHalfOpen: true })
    const abort = () => socket.destroy(new Error('no answer in time'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort)
      socket.off('error', reject)
      resolve(socket)
    })
  })

/** Tries the addresses one after the other. Fails with CW4009 and the last error. */
export const dialTarget = async (target: AdmittedTarget): Promise<Result<Socket>> => {
  const signal = AbortSignal.timeout(dialTimeout)
  let reason = 'no address'
  for (const { address } of target.addresses) {
    try {
      return succeeded(await dialAddress(address, target.port, signal))
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error)
    }
  }
  return failed('CW4009', { target: authorityOf(target), reason })
}
