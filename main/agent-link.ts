/**
 * The window's end of the setup agent: makes the pipe, has the agent started, lets in only who shows the token, forwards
 * calls and events. When the agent is gone, every waiting call is refused with CW9003 and the page is told.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type Socket } from 'node:net'
import { type Logger } from 'pino'
import {
  createMessageConnection,
  ErrorCodes,
  ParameterStructures,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'
import { CodedError, ErrorCode, failed, succeeded } from '../contract/error-codes.ts'
import { AgentHello, agentPipe, WizardEvent, type AgentCall, type AgentState, type ResultOf } from '../contract/wizard-api.ts'
import { openAgentPipe, type AgentPipe } from './agent-pipe.ts'
import { type AgentStarter, type RunningAgent } from './agent-start.ts'

export interface AgentLinkParts {
  readonly start: AgentStarter
  readonly onState: (state: AgentState) => void
  readonly onEvent: (event: WizardEvent) => void
  readonly log: Logger
  /** Milliseconds from dialling to the token. */
  readonly helloWithin?: number
  /** Milliseconds from the start of the process to the token. */
  readonly dialWithin?: number
}

type Done = ResultOf<'restartAgent'>

export interface AgentLink {
  readonly state: AgentState
  /** Asks the agent. Rejects with a `CodedError`: the agent's own code, or CW9003 when it is not there or ends meanwhile. */
  call(name: AgentCall, argument: unknown): Promise<unknown>
  /** Starts an agent unless one is there or on its way. */
  start(): Promise<Done>
  /** Lets go of the agent. */
  stop(): Promise<void>
}

/** What a stranger on the pipe may send before it is known. */
const strangerBytes = 64 * 1024

const sameText = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

const coded = (error: unknown): CodedError => {
  const lost =
    error instanceof ResponseError && (error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.ConnectionInactive)
  if (error instanceof ResponseError && !lost) {
    const code = ErrorCode.safeParse((error.data as { code?: unknown } | undefined)?.code)
    return new CodedError(code.success ? code.data : 'CW9001', error.message, {}, { cause: error })
  }
  return new CodedError('CW9003', 'the setup agent ended before it answered', {}, { cause: error })
}

const quietLogger = (log: Logger) => ({
  error: (message: string) => log.warn({ code: 'CW7007' }, message),
  warn: (message: string) => log.warn(message),
  info: () => undefined,
  log: () => undefined,
})

export const linkAgent = ({ start, onState, onEvent, log, helloWithin = 5000, dialWithin = 60_000 }: AgentLinkParts): AgentLink => {
  let state: AgentState = { is: 'starting' }
  let connection: MessageConnection | undefined
  let release: () => Promise<void> = async () => undefined
  let starting = false

  const become = (next: AgentState): void => {
    state = next
    onState(next)
  }

  /** Waits for the token on one connection. Strangers are hung up on and never answered. */
  const admit = (socket: Socket, token: string, onAdmitted: (admitted: MessageConnection, hello: AgentHello) => Promise<void>): void => {
    const messages = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket), quietLogger(log))
    let known = false
    const hangUp = (why: string): void => {
      clearTimeout(deadline)
      log.warn({ code: 'CW9002', why }, 'connection on the agent’s pipe refused')
      messages.dispose()
      socket.destroy()
    }
    const deadline = setTimeout(() => hangUp('no token in time'), helloWithin)
    socket.on('data', () => {
      if (!known && socket.bytesRead > strangerBytes) hangUp('too much before the token')
    })
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(deadline)
    })
    messages.onError(([error]) => {
      if (known) log.warn({ code: 'CW7007', err: error }, 'damaged message of the agent')
      else hangUp('not a message')
    })
    messages.onNotification(agentPipe.hello, (value: unknown) => {
      if (known) return
      const hello = AgentHello.safeParse(value)
      if (!hello.success || !sameText(hello.data.token, token)) {
        hangUp('wrong token')
        return
      }
      known = true
      clearTimeout(deadline)
      void onAdmitted(messages, hello.data)
    })
    messages.listen()
  }

  const serve = (admitted: MessageConnection, hello: AgentHello, onGone: () => void): void => {
    connection = admitted
    admitted.onNotification(agentPipe.event, (value: unknown) => {
      const event = WizardEvent.safeParse(value)
      if (event.success) onEvent(event.data)
      else
        log.error(
          { code: 'CW7007', path: event.error.issues[0]?.path, problem: event.error.issues[0]?.message },
          'event of the agent refused',
        )
    })
    admitted.onClose(onGone)
    log.info({ agent: hello.pid, version: hello.version }, 'setup agent connected')
    become({ is: 'connected' })
  }

  /** One life of an agent, from the start of its process to the end of its connection. */
  const live = async (): Promise<Done> => {
    const token = randomBytes(32).toString('hex')
    let over = false
    const held: { agent?: RunningAgent; pipe?: AgentPipe } = {}
    let know: (agent: RunningAgent | undefined) => void = () => undefined
    const begun = new Promise<RunningAgent | undefined>((told) => (know = told))
    let settle: (result: Done) => void = () => undefined
    const settled = new Promise<Done>((done) => (settle = done))

    const finish = (
      why: string,
      next: AgentState = { is: 'ended', failure: { code: 'CW9003', values: {}, detail: why.slice(0, 4000) } },
    ): void => {
      if (over) return
      over = true
      clearTimeout(patience)
      const gone = connection
      connection = undefined
      gone?.dispose()
      held.agent?.stop()
      void held.pipe?.close()
      log.warn({ code: 'CW9003', why }, 'setup agent is gone')
      become(next)
      settle(failed('CW9003', {}, why))
    }
    const patience = setTimeout(() => finish('it did not answer in time'), dialWithin)
    release = async () => {
      if (over) return
      over = true
      clearTimeout(patience)
      connection?.end()
      connection?.dispose()
      connection = undefined
      held.agent?.stop()
      await held.pipe?.close()
    }

    held.pipe = await openAgentPipe((socket) => {
      if (over || connection !== undefined) {
        socket.destroy()
        return
      }
      admit(socket, token, async (admitted, hello) => {
        // The token is right; now it must also be the very process that was started.
        const agent = await begun
        const isStranger = agent?.pid !== undefined && agent.pid !== hello.pid
        if (isStranger) log.warn({ code: 'CW9002', expected: agent.pid, found: hello.pid }, 'another process showed the token')
        if (over || connection !== undefined || isStranger || socket.destroyed) {
          admitted.dispose()
          socket.destroy()
          return
        }
        clearTimeout(patience)
        void held.pipe?.close()
        serve(admitted, hello, () => finish('its connection ended'))
        settle(succeeded({}))
      })
    })
    const started = await start({ pipe: held.pipe.address, token })
    know(started.is === 'started' ? started.agent : undefined)
    switch (started.is) {
      case 'consentRefused':
        finish('consent was refused', { is: 'consentRefused' })
        break
      case 'windowElevated':
        finish('the window runs as administrator', { is: 'windowElevated' })
        break
      case 'failed':
        finish(started.why)
        break
      case 'started':
        held.agent = started.agent
        void held.agent.ended.then(finish)
        break
    }
    return settled
  }

  return {
    get state() {
      return state
    },
    async call(name, argument) {
      if (connection === undefined) throw new CodedError('CW9003', 'the setup agent is not there')
      try {
        return await connection.sendRequest(name, ParameterStructures.byName, argument)
      } catch (error) {
        throw coded(error)
      }
    },
    async start() {
      if (connection !== undefined || starting) return succeeded({})
      starting = true
      try {
        become({ is: 'starting' })
        return await live()
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        become({ is: 'ended', failure: { code: 'CW9003', values: {}, detail } })
        return failed('CW9003', {}, detail)
      } finally {
        starting = false
      }
    },
    stop: () => release(),
  }
}
