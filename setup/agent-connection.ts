/** The agent's end of the pipe: shows its token, answers exactly the calls of the contract, sends events. */
import { connect, type Socket } from 'node:net'
import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ParameterStructures,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node'
import { CodedError, failed, type Result, succeeded } from '../contract/error-codes.ts'
import { type AgentCall, agentCalls, type AgentInvitation, agentPipe } from '../contract/wizard-api.ts'
import { type Engine } from './engine.ts'

export interface WindowConnection {
  /** The window has closed the pipe, or sent what cannot be a message. */
  readonly ended: Promise<void>
  hangUp(): void
}

type Answering = Pick<Engine, 'call' | 'onEvent' | 'snapshot'>

const callNames = Object.keys(agentCalls) as AgentCall[]

export const dialWindow = async ({ pipe, token }: AgentInvitation, engine: Answering): Promise<Result<WindowConnection>> => {
  const dialled = await dial(pipe)
  if (!dialled.ok) return dialled
  const socket = dialled.value
  const connection = answerOn(socket, engine)
  await connection.sendNotification(agentPipe.hello, ParameterStructures.byName, {
    version: engine.snapshot.server.version,
    token,
    pid: process.pid,
  })
  const stop = engine.onEvent((event) => {
    void connection.sendNotification(agentPipe.event, ParameterStructures.byName, event).catch(() => undefined)
  })
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      stop()
      connection.dispose()
      resolve()
    })
  })
  return succeeded({ ended, hangUp: () => socket.destroy() })
}

/** Separate, so that tests can speak to it over any socket. */
export const answerOn = (socket: Socket, engine: Pick<Answering, 'call'>): MessageConnection => {
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
  for (const name of callNames) connection.onRequest(name, (argument: unknown) => answer(engine, name, argument))
  connection.onRequest((method: string) => {
    throw refused(ErrorCodes.MethodNotFound, `no such call: ${method.slice(0, 100)}`, 'CW7007')
  })
  // After a frame that cannot be read there is no way to find the next one.
  connection.onError(() => socket.destroy())
  socket.on('error', () => socket.destroy())
  connection.listen()
  return connection
}

const refused = (number: number, message: string, code: string) => new ResponseError(number, message, { code })

const answer = async (engine: Pick<Answering, 'call'>, name: AgentCall, argument: unknown): Promise<unknown> => {
  try {
    // The engine parses: nothing is believed about the argument here.
    return await engine.call(name, argument ?? {})
  } catch (error) {
    if (error instanceof CodedError) throw refused(ErrorCodes.InvalidParams, error.message, error.code)
    throw refused(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error), 'CW9001')
  }
}

const dial = (pipe: string): Promise<Result<Socket>> =>
  new Promise((resolve) => {
    const socket = connect(pipe)
    socket.once('error', (error) => resolve(failed('CW9003', { how: `: ${'code' in error ? String(error.code) : error.message}` })))
    socket.once('connect', () => resolve(succeeded(socket)))
  })
