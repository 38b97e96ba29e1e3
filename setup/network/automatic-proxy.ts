/** The way out that a configuration script names for each address: found and fetched once, asked once for each host. */
import { isLoopback, printAddress, type Address } from './address.ts'
import { proxyOfAnswer, runScript } from './proxy-script.ts'
import { type ProxyUse } from './proxy-choice.ts'
import { failing, type ScriptProblem } from './script-problem.ts'
import { findScript, type FoundScript } from './script-source.ts'

/** The empty address means automatic detection in the domain of the machine. */
export const askingScript = (address: string, domain: string | undefined) => {
  let found: Promise<FoundScript> | undefined
  const answers = new Map<string, Promise<ProxyUse>>()
  const ask = async (target: Address, signal: AbortSignal): Promise<ProxyUse> => {
    found ??= findScript(address, domain, signal)
    const source = await found
    const unknown = (problem: ScriptProblem): ProxyUse => ({ is: 'unknown', script: address === '' ? 'WPAD' : address, problem })
    if (!source.ok) {
      // Automatic detection that finds nothing means the direct way; a script that somebody named has to be there.
      return address === '' && source.problem.is === 'notFound' ? { is: 'direct' } : unknown(source.problem)
    }
    const answer = await runScript(source.script, `https://${printAddress(target)}/`, { signal })
    if (!answer.ok) return unknown(answer.problem)
    return proxyOfAnswer(answer.text) ?? unknown(failing('nonsense', answer.text.slice(0, 100)).problem)
  }
  return async (target: Address, signal: AbortSignal): Promise<ProxyUse> => {
    if (isLoopback(target.host)) return { is: 'direct' }
    const key = printAddress(target)
    const asked = answers.get(key) ?? ask(target, signal)
    answers.set(key, asked)
    const use = await asked
    // Given up by whoever asked first: the next one asks again.
    if (signal.aborted) {
      answers.delete(key)
      found = undefined
      signal.throwIfAborted()
    }
    return use
  }
}
