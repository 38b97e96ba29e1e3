/**
 * The walls around a proxy configuration script: QuickJS in WebAssembly, bounded in memory, stack and running time, with no door out but
 * names whose addresses are known already. Runs in a thread of its own (`script-worker.ts`), because single calls into the engine
 * cannot be interrupted.
 */
import { newQuickJSWASMModule, type QuickJSWASMModule } from 'quickjs-emscripten'
import { prelude } from './proxy-script-prelude.ts'
import { type RunningTime } from './running-time.ts'
import { scriptLimits } from './script-limits.ts'
import { failing, type ScriptAnswer } from './script-problem.ts'

/** An answer, or the name whose address has to be known first. */
export type RunResult = ScriptAnswer | { readonly asks: string }

export const loadEngine = (): Promise<QuickJSWASMModule> => newQuickJSWASMModule()

export const runOnce = (
  quickJs: QuickJSWASMModule,
  script: string,
  url: string,
  known: ReadonlyMap<string, string>,
  time: RunningTime,
): RunResult => {
  const runtime = quickJs.newRuntime({ memoryLimitBytes: scriptLimits.memoryBytes, maxStackSizeBytes: scriptLimits.stackBytes })
  let late = false
  let asked: string | undefined
  // Once a name is missing nothing that the script still does counts, however it tries to catch the end.
  runtime.setInterruptHandler(() => asked !== undefined || (late ||= time.isOver()))
  const context = runtime.newContext()
  try {
    context
      .newFunction('__ask', (handle) => {
        const name = context.getString(handle).toLowerCase().slice(0, 255)
        const answer = known.get(name)
        if (answer === undefined) {
          asked ??= name
          throw new Error('a name is missing')
        }
        return context.newString(answer)
      })
      .consume((ask) => context.setProp(context.global, '__ask', ask))
    const { host, href } = withoutPath(url)
    time.begin()
    for (const code of [prelude, script, `String(FindProxyForURL(${JSON.stringify(href)}, ${JSON.stringify(host)}))`]) {
      const result = context.evalCode(code, 'proxy.pac')
      if (result.error !== undefined) {
        const said = result.error.consume((error) => printed(context.dump(error)))
        if (asked !== undefined) return { asks: asked }
        return late ? failing('tooLong', `${scriptLimits.running} ms`) : failing('throws', said)
      }
      if (code.startsWith('String(')) {
        const text = result.value.consume((value) => context.getString(value))
        return asked === undefined ? { ok: true, text: text.slice(0, scriptLimits.answerCharacters) } : { asks: asked }
      }
      result.value.dispose()
    }
    return failing('throws', 'no answer')
  } catch (error) {
    // Out of memory ends calls of the engine itself.
    if (asked !== undefined) return { asks: asked }
    return failing(late ? 'tooLong' : 'throws', error instanceof Error ? error.message.slice(0, 200) : String(error))
  } finally {
    try {
      context.dispose()
      runtime.dispose()
    } catch {
      // A runtime that ran out of memory cannot always be taken down; the thread ends soon, and everything with it.
    }
  }
}

/** Path and query of an https address are nobody's business on the way: browsers leave them out as well. */
const withoutPath = (url: string): { host: string; href: string } => {
  const { origin, hostname } = new URL(url)
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), href: `${origin}/` }
}

const printed = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message).slice(0, 200)
  return String(error).slice(0, 200)
}
