/** What this machine says of its way out, to a service that no person is signed in for. */
import { type ProxySetting } from '../../contract/proxy.ts'

/** The proxy of an environment, as curl and others read it. */
export const environmentProxy = (environment: NodeJS.ProcessEnv): ProxySetting => {
  const address = environment['HTTPS_PROXY'] ?? environment['https_proxy'] ?? ''
  if (address === '') return { is: 'direct' }
  const bypass = (environment['NO_PROXY'] ?? environment['no_proxy'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  return { is: 'manual', address, bypass }
}

/** On Windows WinHTTP and the policies, elsewhere the environment. The returned call throws where Windows refuses. */
export const machineSetting = async (): Promise<() => ProxySetting> =>
  process.platform === 'win32' ? (await import('./windows-proxies.ts')).readServiceProxy : () => environmentProxy(process.env)
