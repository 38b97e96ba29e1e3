/** Where the parts of the program lie: beside each other in the built folder, or among the resources of an installed one. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface ProgramFiles {
  readonly page: string
  readonly preload: string
  /** Folder of the documentation as pages. */
  readonly docs: string
  readonly agent: string
  /** Program for the consent prompt. */
  readonly elevate: string
  readonly node: string
}

/** The part of the environment that decides. `built` is the folder with `main`, `preload` and `renderer` in it. */
export interface Surroundings {
  readonly packaged: boolean
  readonly built: string
  readonly resources: string
  readonly app: string
}

const developmentNode = (app: string): string => {
  const own = join(app, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(own) ? own : 'node'
}

/** An installed program keeps what Node runs outside the archive: an unmodified `node.exe` cannot read it. */
export const programFiles = ({ packaged, built, resources, app }: Surroundings): ProgramFiles => {
  const loose = packaged ? resources : built
  return {
    page: join(built, 'renderer'),
    preload: join(built, 'preload', 'index.cjs'),
    docs: join(loose, 'docs'),
    agent: join(loose, 'setup', 'agent.js'),
    elevate: join(loose, 'setup', 'elevate.js'),
    node: packaged ? join(resources, 'connector', 'node.exe') : developmentNode(app),
  }
}
