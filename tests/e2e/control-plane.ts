/** A control plane of its own, with demo data, as a process: a test can stop it as a power cut would. */
import { type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { end, readyLine, spawnNode } from '../../scripts/child-processes.ts'
import { temporaryFolder } from './temporary-folder.ts'

const Ready = z.object({
  ready: z.literal(true),
  address: z.string(),
  connectionFile: z.string(),
  demo: z.object({
    organization: z.object({ id: z.string(), name: z.string() }),
    account: z.object({ email: z.string(), password: z.string() }),
    locations: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
})

export interface ControlPlane extends z.infer<typeof Ready> {
  readonly child: ChildProcess
  /** Stops answering, as a machine that hangs; connections stay open. */
  pause(): void
  goOn(): void
  /** Ends it without a word. */
  kill(): Promise<void>
  /** Ends it properly and removes its data. */
  stop(): Promise<void>
}

export const startControlPlane = async (): Promise<ControlPlane> => {
  const data = temporaryFolder()
  const child = spawnNode(['cloud/server.ts', '--data', data, '--port', '0', '--demo', '--json', '--log-level', 'warn'], 'pipe')
  child.stdin?.end()
  const ready = await readyLine(child, (line) => Ready.safeParse(line).data)
  return {
    ...ready,
    child,
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    kill: () => {
      child.kill('SIGKILL')
      return end(child)
    },
    stop: async () => {
      await end(child)
      rmSync(data, { recursive: true, force: true })
    },
  }
}
