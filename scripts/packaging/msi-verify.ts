/** The MSI: its tables, and on a Wine machine an installation that fails. `msi-story.ts` tells what goes well. */
import { type Problems } from './inspection.ts'
import * as installed from './installation.ts'
import { type MachineState } from './machine-state.ts'
import { type Msi } from './msi-story.ts'
import { buildMsi, noMsiBecause, tableProblems } from './msi.ts'
import { refusals, WindowsInstaller } from './windows-installer.ts'
import { type WineMachine } from './wine.ts'

type Check = (name: string, problems: Problems) => void
interface Checks {
  readonly check: Check
  readonly skip: (name: string, why: string) => void
}

/** The MSI of an installer, with its tables looked at; undefined where it was not made, which was told. */
export const makeMsi = (
  installer: string,
  version: string,
  environment: NodeJS.ProcessEnv,
  { check, skip }: Checks,
): string | undefined => {
  const none = noMsiBecause(version)
  if (none !== undefined) {
    skip(`the MSI of ${version}`, none)
    return undefined
  }
  const made = buildMsi(installer, version, environment)
  check(`the MSI of ${version} is made`, 'why' in made ? [made.why] : [])
  if ('why' in made) return undefined
  check(`tables of the MSI of ${version}`, tableProblems(made.msi, version))
  return made.msi
}

/** An installation that fails, by a parameters file that is wrong. */
const layWrongly = async (machine: WineMachine, msi: string, where: string, check: Check): Promise<void> => {
  const placed = installed.placeInstaller(machine, msi, { 'wrong.json': '{ "schema": "something else" }' })
  const code = await new WindowsInstaller(machine).run('/i', placed, `PARAMS=${installed.deployFolder}\\wrong.json`)
  check(`an MSI with a bad parameters file ${where}: ${refusals.join(' or ')}`, refusals.includes(code) ? [] : [`${code} instead`])
}

/** Over a program that somebody installed before. */
export const verifyMsiOverProgram = async (machine: WineMachine, { msi, version, unpacked }: Msi, check: Check): Promise<void> => {
  await layWrongly(machine, msi, 'over the program', check)
  const entry = installed.appEntry(machine.state())
  check('takes nothing of it back', [
    ...installed.installedProblems(machine, unpacked),
    ...installed.entryProblems(entry, version),
    ...(entry?.values.has('SystemComponent') === true ? ['its entry in Apps & Features is hidden'] : []),
  ])
}

/** `before`: the machine before anything was installed. */
export const verifyMsiOnBareMachine = async (machine: WineMachine, msi: string, before: MachineState, check: Check): Promise<void> => {
  await layWrongly(machine, msi, 'on a bare machine', check)
  check('the log names the cause', /CW700\d/.test(installed.installerLog(machine)) ? [] : ['no code in the log'])
  installed.removeDeployment(machine)
  check('all of it is taken back', installed.leftProblems(before, machine.state()))
}
