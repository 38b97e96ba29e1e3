/** Where a proxy configuration script comes from: its address, or by name (WPAD), and how it is fetched. */
import { boundedBody } from '../../contract/bounded-body.ts'
import { codeOf, within } from './limits.ts'
import { failing, type ScriptProblem } from './script-problem.ts'
import { scriptLimits } from './script-limits.ts'
import { httpRequest } from './http-request.ts'
import { dialOf } from './proxy-tunnel.ts'

export type FoundScript =
  { readonly ok: true; readonly address: string; readonly script: string } | { readonly ok: false; readonly problem: ScriptProblem }

const fetchMilliseconds = 2000

/**
 * Automatic detection asks for `wpad` in the domain of the machine and in those above it, but never in a top-level one, where a
 * stranger could own the name.
 */
export const wpadAddresses = (domain: string | undefined): string[] => {
  const labels = (domain ?? '').toLowerCase().split('.').filter(Boolean)
  return labels.slice(0, Math.max(0, labels.length - 1)).map((_, at) => `http://wpad.${labels.slice(at).join('.')}/wpad.dat`)
}

/** Never through a proxy, as Windows does. The empty address means automatic detection. */
export const findScript = async (address: string, domain: string | undefined, signal: AbortSignal): Promise<FoundScript> => {
  if (address !== '') return fetchScript(address, signal)
  const tried = wpadAddresses(domain)
  for (const candidate of tried) {
    const found = await fetchScript(candidate, signal)
    if (found.ok || found.problem.is !== 'notFound') return found
  }
  return failing('notFound', tried.length === 0 ? 'wpad' : tried.join(', '))
}

const fetchScript = (address: string, signal: AbortSignal): Promise<FoundScript> =>
  new Promise((resolve) => {
    const url = URL.parse(address)
    if (url === null || !/^https?:$/.test(url.protocol)) {
      resolve(failing('notLoaded', address.slice(0, 200)))
      return
    }
    const limited = within(signal, fetchMilliseconds)
    const fail = (error: Error) => {
      const code = limited.aborted ? 'ETIMEDOUT' : codeOf(error)
      resolve(failing(code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'notFound' : 'notLoaded', `${address}: ${code}`))
    }
    const place = { path: url.pathname + url.search, headers: { host: url.host } }
    const sent = httpRequest({ ...dialOf(url, {}, limited), ...place, signal: limited }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.destroy()
        resolve(failing(answer.statusCode === 404 ? 'notFound' : 'notLoaded', `${address}: HTTP ${answer.statusCode ?? 0}`))
        return
      }
      boundedBody(answer, scriptLimits.characters).then(
        (body) =>
          resolve(
            body === undefined
              ? failing('tooLarge', `${address}: more than ${scriptLimits.characters} bytes`)
              : { ok: true, address, script: new TextDecoder().decode(body) },
          ),
        fail,
      )
    })
    sent.once('error', fail)
    sent.end()
  })
