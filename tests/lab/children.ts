/** Programs of the laboratory: waiting until they are ready, and ending them. */
import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export const stopAll = async (children: readonly ChildProcess[]): Promise<void> => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }),
  )
}

/** The first line on standard output or standard error that fits; rejects with what was said when the child ends or time is up. */
export const firstLine = (child: ChildProcess, fits: (line: string) => boolean, milliseconds: number): Promise<string> =>
  new Promise((done, reject) => {
    const said: string[] = []
    const give = (end: () => void) => {
      clearTimeout(timer)
      end()
    }
    const fail = (why: string) =>
      give(() => reject(new Error(`${child.spawnargs.slice(4).join(' ')} ${why}: ${said.slice(-10).join(' | ')}`)))
    const timer = setTimeout(() => fail('is not ready in time'), milliseconds)
    child.once('exit', (code) => fail(`ended with ${code ?? 'a signal'}`))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (fits(line)) give(() => done(line))
      })
    }
  })
