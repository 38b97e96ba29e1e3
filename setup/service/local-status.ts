/** Speaks to the connector service's local status API: a Unix socket in the data folder, a named pipe on Windows. */
import { connect, type Socket } from 'node:net'
import { createMessageConnection, ParameterStructures, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node'
import { type z } from 'zod'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type LocalStatusCall, localStatusCalls } from '../../contract/local-status-api.ts'
import { firstIssue } from '../enrollment/discovery.ts'
import { type ConnectorServiceDoor } from './door.ts'

const connectMilliseconds = 2000
const answerMilliseconds = 30_000

/** One connection a call: the service may be restarted between any two. */
export const openLocalStatus = (path: () => string): ConnectorServiceDoor => {
  const call = async <T>(name: LocalStatusCall, argument: object, schema: z.ZodType<T>, signal: AbortSignal): Promise<Result<T>> => {
    const socket = await open(path(), signal)
    if (!socket.ok) return socket
    const connection = createMessageConnection(new SocketMessageReader(socket.value), new SocketMessageWriter(socket.value))
    try {
      connection.onError(() => undefined)
      connection.listen()
      const answer: unknown = await Promise.race([
        connection.sendRequest(name, ParameterStructures.byName, argument),
        ended(connection, signal),
      ])
      const parsed = schema.safeParse(answer)
      return parsed.success ? succeeded(parsed.data) : failed('CW7007', { where: `service, ${name}`, reason: firstIssue(parsed.error) })
    } catch (error) {
      return failed('CW4013', { reason: error instanceof Error ? error.message : String(error) })
    } finally {
      connection.dispose()
      socket.value.destroy()
    }
  }
  return {
    status: (signal) => call('status', {}, localStatusCalls.status.result, signal),
    throughput: async (bytes, signal) => inner(await call('throughput', { bytes }, localStatusCalls.throughput.result, signal)),
    labels: async (signal) => inner(await call('labels', {}, localStatusCalls.labels.result, signal)),
    changeLabels: async (labels, signal) => inner(await call('changeLabels', { labels }, localStatusCalls.changeLabels.result, signal)),
    history: (range, signal) => call('history', { range }, localStatusCalls.history.result, signal),
    echo: async (count, signal) => {
      const answer = await call('echo', { count }, localStatusCalls.echo.result, signal)
      if (!answer.ok) return answer
      const { samples, lost, failure } = answer.value
      return failure !== undefined && samples.every(({ milliseconds }) => milliseconds === undefined)
        ? { ok: false, failure }
        : succeeded({ samples, lost })
    },
  }
}

/** What the service itself says of its success, where it could be asked at all. */
const inner = <T>(answer: Result<Result<T>>): Result<T> => (answer.ok ? answer.value : answer)

const open = (path: string, signal: AbortSignal): Promise<Result<Socket>> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve(failed('CW4013', { reason: 'cancelled' }))
      return
    }
    const socket = connect(path)
    const give = (result: Result<Socket>) => {
      clearTimeout(timer)
      if (!result.ok) socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => give(failed('CW4013', { reason: 'no connection in time' })), connectMilliseconds)
    socket.once('connect', () => give(succeeded(socket)))
    socket.on('error', (error) => give(failed('CW4013', { reason: 'code' in error ? String(error.code) : error.message })))
  })

/** Rejects when the service goes away, takes too long, or nobody waits any more. */
const ended = (connection: { onClose(listener: () => void): unknown }, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)])
    limit.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
    connection.onClose(() => reject(new Error('the connection ended')))
  })
