/**
 * The life of an installation by MSI on a Wine machine that is on, as Group Policy and Intune make it: installed with a token, upgraded by
 * the MSI of the next version over the running service, an older one refused, an upgrade that fails, removed; and without a token.
 */
import { existsSync } from 'node:fs'
import { dataFolder, type EnrolledServer, equal, type Packaged, timed } from './enrolled-server.ts'
import { type Problems } from './inspection.ts'
import { deployFolder, installedProblems, parametersName, placeInstaller, programFolder, removeDeployment } from './installation.ts'
import { refusals, WindowsInstaller } from './windows-installer.ts'

/** A package of which there is an MSI. */
export interface Msi extends Packaged {
  readonly msi: string
}

interface Told {
  readonly server: EnrolledServer
  readonly older: Msi
  readonly newer: Msi
  /** Another build of the newer version. */
  readonly again: string
  readonly check: (name: string, problems: Problems) => void
}

const refused = (code: number): Problems => (refusals.includes(code) ? [] : [`exit code ${code}`])

export const tellMsiStory = async ({ server, older, newer, again, check }: Told): Promise<void> => {
  const { machine } = server
  const msiexec = new WindowsInstaller(machine)
  const lay = (msi: string, ...given: string[]) => msiexec.run('/i', placeInstaller(machine, msi), ...given)
  const isThere = async ({ version, unpacked }: Packaged, by: 'installer' | 'MSI' = 'MSI'): Promise<Problems> => [
    ...(await server.serviceProblems(version)),
    ...(await server.registeredProblems(version, by)),
    ...installedProblems(machine, unpacked),
  ]

  const placed = placeInstaller(machine, older.msi, await server.parameters(parametersName))
  const installed = await timed(() => msiexec.run('/i', placed, `PARAMS=${deployFolder}\\${parametersName}`))
  check(`installed by MSI with a token (${installed.seconds} s under Wine)`, equal(installed.value, 0))
  check('MSI: service, program and the one entry in Apps & Features are there', await isThere(older))
  const first = (await server.status()).service.status
  const isKept = async (): Promise<Problems> => {
    const { connector, certificate } = (await server.status()).service.status
    return [
      ...equal(connector.id, first.connector.id),
      ...equal(certificate.serial, first.certificate.serial),
      ...equal((await server.active()).join(), first.connector.id, 'registrations: '),
    ]
  }

  const upgraded = await timed(() => lay(newer.msi))
  check(`upgraded by the MSI of the next version (${upgraded.seconds} s under Wine)`, equal(upgraded.value, 0))
  check('the older MSI was removed for it', equal(msiexec.replaced(), 1))
  check('MSI: the new version is there, and one entry in Apps & Features', await isThere(newer))
  check('MSI: the enrollment was kept', await isKept())
  check('MSI: green after the upgrade', await server.green())

  check('the older MSI is refused', refused(await lay(older.msi)))
  check('MSI: nothing changed by that', await isThere(newer))

  check('an MSI is refused while the program is open', refused(await server.whileOpen(() => lay(again))))
  check('another build of the same version takes the place of the former', equal(msiexec.replaced(), 1))
  check('the service goes on, and Apps & Features shows what is there', await isThere(newer, 'installer'))
  check('MSI: the enrollment was kept by the upgrade that failed', await isKept())
  check('the same MSI once more', equal(await lay(again), 0))
  check('MSI: all of it is there again', await isThere(newer))
  check('MSI: the enrollment was kept once more', await isKept())

  const gone = (): Problems => (existsSync(machine.local(programFolder)) ? ['the program is there'] : [])
  const remove = (...given: string[]) => msiexec.run('/x', placeInstaller(machine, again), ...given)
  check('removed by MSI, the registration kept', equal(await remove('KEEPREGISTRATION=1'), 0))
  check('MSI: the program is gone, the registration is not', [...gone(), ...equal((await server.active()).join(), first.connector.id)])

  check('installed by MSI without a parameters file', equal(await lay(again), 0))
  check('MSI: the program is laid', installedProblems(machine, newer.unpacked))
  check('MSI: nothing else is', existsSync(machine.local(dataFolder)) ? [`${dataFolder} is there`] : [])
  check('removed by MSI', equal(await remove(), 0))
  check('MSI: the program is gone', gone())
  removeDeployment(machine)
}
