/** The ways out that a configuration script names for an address, and what set-up makes of them: found and fetched once, asked once for each host. */
import { isLoopback, printAddress, type Address } from './address.ts'
import { runScript, waysOfAnswer } from './proxy-script.ts'
import { type ProxyUse, type Way } from './proxy-choice.ts'
import { failing, type ScriptProblem } from './script-problem.ts'
import { findScript, type FoundScript } from './script-source.ts'

export type Answered =
  { readonly ok: true; readonly ways: readonly [Way, ...Way[]] } | { readonly ok: false; readonly problem: ScriptProblem }

/** In the order in which they are to be tried. */
export const askScript = async (script: string, target: Address, signal: AbortSignal): Promise<Answered> => {
  const answer = await runScript(script, `https://${printAddress(target)}/`, { signal })
  if (!answer.ok) return answer
  const [first, ...others] = waysOfAnswer(answer.text)
  return first === undefined ? failing('nonsense', answer.text.slice(0, 100)) : { ok: true, ways: [first, ...others] }
}

/** The empty address means automatic detection in the domain of the machine. */
export const askingScript = (address: string, domain: string | undefined) => {
  let found: Promise<FoundScript> | undefined
  const answers = new Map<string, Promise<readonly ProxyUse[]>>()
  const ask = async (target: Address, signal: AbortSignal): Promise<readonly ProxyUse[]> => {
    found ??= findScript(address, domain, signal)
    const source = await found
    const unknown = (problem: ScriptProblem): ProxyUse[] => [{ is: 'unknown', script: address === '' ? 'WPAD' : address, problem }]
    if (!source.ok) {
      // Automatic detection that finds nothing means the direct way; a script that somebody named has to be there.
      return address === '' && source.problem.is === 'notFound' ? [{ is: 'direct' }] : unknown(source.problem)
    }
    const answer = await askScript(source.script, target, signal)
    return answer.ok ? answer.ways : unknown(answer.problem)
  }
  return async (target: Address, signal: AbortSignal): Promise<readonly ProxyUse[]> => {
    if (isLoopback(target.host)) return [{ is: 'direct' }]
    const key = printAddress(target)
    const asked = answers.get(key) ?? ask(target, signal)
    answers.set(key, asked)
    const uses = await asked
    // Given up by whoever asked first: the next one asks again.
    if (signal.aborted) {
      answers.delete(key)
      found = undefined
      signal.throwIfAborted()
    }
    return uses
  }
}
