/** The pipe on which the setup agent dials back: a Unix socket in a folder of our own, on Windows a named pipe with a random name. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface AgentPipe {
  /** What the agent is told to dial. */
  readonly address: string
  /** Takes no further connections and removes the socket. Connections that are open stay open. */
  close(): Promise<void>
}

/** `mkdtemp` makes the folder with mode 0700, so nobody else can reach the socket in it. */
const place = async (): Promise<{ readonly address: string; readonly folder: string | undefined }> => {
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\causeway-${randomBytes(16).toString('hex')}`, folder: undefined }
  const folder = await mkdtemp(join(tmpdir(), 'causeway-window-'))
  return { address: join(folder, 'agent.sock'), folder }
}

/** Starts listening. `onDial` gets every connection; who it is, is not known yet. */
export const openAgentPipe = async (onDial: (socket: Socket) => void): Promise<AgentPipe> => {
  const { address, folder } = await place()
  const server: Server = createServer(onDial)
  server.maxConnections = 8
  server.listen(address)
  await once(server, 'listening')
  return {
    address,
    close: async () => {
      server.close()
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
