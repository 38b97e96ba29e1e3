/** Where a command finds the password of the proxy: a file, standard input, the environment, or the person at the terminal. Never its own line. */
import { text as readAll } from 'node:stream/consumers'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { ProxyAccountText } from '../../contract/proxy.ts'
import { Secret } from '../../contract/secret.ts'
import { readTokenFile } from '../input-file.ts'

const variable = 'CAUSEWAY_PROXY_PASSWORD'

export interface PasswordSources {
  /** `-` is standard input. */
  readonly file: string | undefined
  readonly environment: NodeJS.ProcessEnv
  /** Absent where nobody can be asked; undefined as an answer when the person wants to leave. */
  readonly ask?: (() => Promise<string | undefined>) | undefined
  readonly stdin: NodeJS.ReadableStream
}

/** One line end at the end is not part of it. Fails with CW7008 when there is none, and CW7009 for a file that cannot be read. */
export const proxyPassword = async ({ file, environment, ask, stdin }: PasswordSources): Promise<Result<Secret>> => {
  const found =
    file === undefined
      ? succeeded(environment[variable] ?? (await ask?.()))
      : file === '-'
        ? succeeded(await readAll(stdin))
        : readTokenFile(file)
  // Children of this program have no use for it.
  Reflect.deleteProperty(environment, variable)
  if (!found.ok) return found
  const wrong = (reason: string) => failed('CW7008', { argument: '--proxy-password-file', reason })
  if (found.value === undefined) return wrong(`is needed, or the variable ${variable}`)
  const password = ProxyAccountText.shape.password.safeParse(found.value.replace(/\r?\n$/, ''))
  return password.success ? succeeded(new Secret(password.data)) : wrong('holds no password')
}
