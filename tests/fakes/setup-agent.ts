/** An agent that dials back in this very process and behaves as a test says. */
import { connect, type Socket } from 'node:net'
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node'
import { agentPipe, type AgentInvitation } from '../../contract/wizard-api.ts'
import { type AgentStarter } from '../../main/agent-start.ts'

export interface FakeAgent {
  readonly start: AgentStarter
  /** Invitations it was handed, in order. */
  readonly invitations: AgentInvitation[]
  /** The latest connection. */
  readonly socket: () => Socket
  readonly messages: () => MessageConnection
  /** Ends its process. */
  die(words?: string): void
  /** How often it was told to stop. */
  readonly stops: () => number
}

export type Behaviour = (socket: Socket, invitation: AgentInvitation) => void

/** Sends the token, answers `parametersFile` with a text, refuses `snapshot` with CW9003, never answers `discover`. */
export const behaveWell =
  (onMessages: (messages: MessageConnection) => void = () => undefined): Behaviour =>
  (socket, { token }) => {
    const messages = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
    messages.onRequest('parametersFile', () => ({ ok: true, value: { text: '{}' } }))
    messages.onRequest('runChecks', (argument: unknown) => ({ echoed: argument }))
    messages.onRequest('snapshot', () => new ResponseError(1, 'no snapshot', { code: 'CW7004' }))
    messages.onRequest('discover', () => new Promise(() => undefined))
    messages.listen()
    void messages.sendNotification(agentPipe.hello, { version: '0.1.0', token, pid: process.pid })
    onMessages(messages)
  }

export const fakeAgent = (behave: (messages: (one: MessageConnection) => void) => Behaviour = behaveWell): FakeAgent => {
  const invitations: AgentInvitation[] = []
  let socket: Socket | undefined
  let messages: MessageConnection | undefined
  let end: (words: string) => void = () => undefined
  let stops = 0
  return {
    invitations,
    start: async (invitation) => {
      invitations.push(invitation)
      const dialled = connect(invitation.pipe)
      socket = dialled
      dialled.on('error', () => undefined)
      dialled.once('connect', () => behave((one) => (messages = one))(dialled, invitation))
      const ended = new Promise<string>((resolve) => (end = resolve))
      return { is: 'started', agent: { ended, stop: () => void (stops += 1) } }
    },
    socket: () => {
      if (socket === undefined) throw new Error('not started')
      return socket
    },
    messages: () => {
      if (messages === undefined) throw new Error('not connected')
      return messages
    },
    die: (words = 'exit code 1') => {
      socket?.destroy()
      end(words)
    },
    stops: () => stops,
  }
}
