/**
 * The execution policy that Windows PowerShell will have, from the registry. Scopes in the order in which they win: policy of
 * the machine, policy of the person, setting of the person, setting of the machine
 * (learn.microsoft.com, about_Execution_Policies).
 */
import { type Fact, known, unknown } from './fact-sections.ts'

export const executionPolicies = ['Restricted', 'AllSigned', 'RemoteSigned', 'Unrestricted', 'Bypass'] as const
export type ExecutionPolicy = (typeof executionPolicies)[number]
export const policyOrigins = ['machinePolicy', 'userPolicy', 'userSetting', 'machineSetting', 'default'] as const
export type PolicyOrigin = (typeof policyOrigins)[number]

export interface PolicySources {
  readonly text: (key: string, name: string) => Fact<string>
  readonly number: (key: string, name: string) => Fact<number>
  /** What Windows does without any setting differs between servers and clients. */
  readonly productType: Fact<'client' | 'server' | 'domainController'>
}

const policyKey = 'SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell'
const settingKey = 'SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell'
const scopes: readonly (readonly [origin: PolicyOrigin, key: string])[] = [
  ['machinePolicy', `HKLM\\${policyKey}`],
  ['userPolicy', `HKCU\\${policyKey}`],
  ['userSetting', `HKCU\\${settingKey}`],
  ['machineSetting', `HKLM\\${settingKey}`],
]

const named = (text: string): ExecutionPolicy | undefined => executionPolicies.find((policy) => policy.toLowerCase() === text.toLowerCase())

/** Undefined when this scope says nothing. Throws with the reason when it cannot be read. */
const inScope = ({ text, number }: PolicySources, origin: PolicyOrigin, key: string): ExecutionPolicy | undefined => {
  if (origin === 'machinePolicy' || origin === 'userPolicy') {
    const scripts = number(key, 'EnableScripts')
    if (scripts.is === 'unknown') throw new Error(scripts.why)
    // "Turn on script execution" set to disabled.
    if (scripts.is === 'known' && scripts.value === 0) return 'Restricted'
  }
  const value = text(key, 'ExecutionPolicy')
  if (value.is === 'unknown') throw new Error(value.why)
  if (value.is === 'absent' || value.value === '' || value.value.toLowerCase() === 'undefined') return undefined
  const policy = named(value.value)
  if (policy === undefined) throw new Error(`execution policy ${value.value.slice(0, 50)}`)
  return policy
}

export const executionPolicy = (sources: PolicySources): Fact<{ policy: ExecutionPolicy; origin: PolicyOrigin }> => {
  try {
    for (const [origin, key] of scopes) {
      const policy = inScope(sources, origin, key)
      if (policy !== undefined) return known({ policy, origin })
    }
  } catch (error) {
    return unknown((error as Error).message)
  }
  const { productType } = sources
  if (productType.is !== 'known') return unknown('the kind of Windows is not known')
  return known({ policy: productType.value === 'client' ? 'Restricted' : 'RemoteSigned', origin: 'default' })
}
