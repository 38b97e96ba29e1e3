/**
 * The whole life of an installation on a Wine machine that is on: installed silently by the packaged installer with a token, upgraded
 * over the running service, repaired, given another proxy, enrolled again, uninstalled. Then the same by MSI (`msi-story.ts`). The cloud
 * is a real control plane in this process.
 */
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { startControlPlane } from '../../cloud/control-plane.ts'
import { createLog } from '../../cloud/log.ts'
import { dataFolderFiles } from '../../contract/local-status-api.ts'
import { becomeServer, dataFolder, EnrolledServer, equal, type Packaged, timed, until } from './enrolled-server.ts'
import { type Problems } from './inspection.ts'
import {
  deployFolder,
  leftProblems,
  parametersName,
  placeInstaller,
  programFolder,
  removeDeployment,
  uninstallSilently,
} from './installation.ts'
import { tellMsiStory } from './msi-story.ts'
import { type WineMachine } from './wine.ts'

type Check = (name: string, problems: Problems) => void
/** Without its MSI where that cannot be made. */
interface MaybeMsi extends Packaged {
  readonly msi: string | undefined
}
export interface Told {
  readonly machine: WineMachine
  readonly older: MaybeMsi
  readonly newer: MaybeMsi
  /** Another MSI of the newer version. */
  readonly again: string | undefined
  readonly folder: string
  readonly check: Check
}

const journal = `C:\\ProgramData\\Causeway Setup\\${dataFolderFiles.journal}`

/** ERROR_PRODUCT_VERSION */
const newerIsInstalled = 1638

/** A plain CONNECT proxy, which counts what goes through it. */
const startProxy = async () => {
  const seen = { tunnels: 0 }
  const proxy = createServer((_request, answer) => answer.writeHead(405).end())
  proxy.on('connect', ({ url = '' }, socket) => {
    seen.tunnels += 1
    const [host, port] = url.split(':')
    const upstream = connect({ host: host ?? '', port: Number(port) }, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const [end, other] of [
      [upstream, socket],
      [socket, upstream],
    ] as const)
      end.on('error', () => other.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return { seen, address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close: () => proxy.close() }
}

const tellInstallerStory = async (server: EnrolledServer, older: Packaged, newer: Packaged, check: Check): Promise<void> => {
  const { machine } = server
  const program = placeInstaller(machine, older.installer, await server.parameters(parametersName))
  const installed = await timed(() => machine.run(program, ['/S']))
  check(`silent installation by token: files, checks, service, echo (${installed.seconds} s under Wine)`, equal(installed.value, 0))
  check('the service runs, its channel is healthy', await server.serviceProblems(older.version))
  check('green: an echo through the real cloud', await server.green())
  const first = (await server.status()).service.status
  check('one registration in the cloud', equal((await server.active()).join(), first.connector.id))

  const upgraded = await timed(() => machine.run(placeInstaller(machine, newer.installer), ['/S']))
  check(`upgrade over the running service (${upgraded.seconds} s under Wine)`, equal(upgraded.value, 0))
  check('the new version runs, the former one is gone', await server.serviceProblems(newer.version))
  const second = (await server.status()).service.status
  check('the enrollment was kept: the same connector and certificate', [
    ...equal(second.connector.id, first.connector.id),
    ...equal(second.certificate.serial, first.certificate.serial),
  ])
  check('every version in the registry is the new one', await server.registeredProblems(newer.version))
  const tells = readFileSync(machine.local(journal), 'utf8')
  const line = `"is":"upgraded","from":"${older.version}","to":"${newer.version}"`
  check('the journal tells of it', tells.includes(line) ? [] : [`no ${line}`])
  check('green after the upgrade', await server.green())
  check('the older installer is refused', equal(await machine.run(placeInstaller(machine, older.installer), ['/S']), newerIsInstalled))
  check('nothing changed by that', await server.serviceProblems(newer.version))

  rmSync(join(machine.local(dataFolder), dataFolderFiles.configuration))
  check('repair of what was removed behind its back', equal((await server.setup('repair')).code, 0))
  check('green after the repair', await server.green())

  const proxy = await startProxy()
  try {
    check('another proxy', equal((await server.setup('configure', '--proxy', proxy.address)).code, 0))
    check('green through the proxy', [...(await server.green()), ...(proxy.seen.tunnels > 0 ? [] : ['nothing went through it'])])
    check('no proxy again', equal((await server.setup('configure', '--proxy', 'none')).code, 0))
  } finally {
    proxy.close()
  }

  placeInstaller(machine, newer.installer, await server.parameters('again.json'))
  const again = await server.setup('enroll', '--params', `${deployFolder}\\again.json`)
  check('enrolled again', again.code === 0 ? [] : [`exit code ${String(again.code)}: ${again.output}`])
  const third = (await server.status()).service.status
  check('with a new certificate, and one registration', [
    ...(third.certificate.serial === second.certificate.serial ? ['the same certificate'] : []),
    ...equal((await server.active()).join(), third.connector.id),
  ])

  check('silent removal begins', equal(await uninstallSilently(machine), 0))
  check('the registration is ended', await until(async () => (await server.active()).length === 0))
  check('the program goes', await until(async () => !existsSync(machine.local(programFolder))))
  removeDeployment(machine)
}

export const tellStories = async ({ machine, older, newer, again, folder, check }: Told): Promise<void> => {
  check('the machine becomes a server', equal(await becomeServer(machine), 0))
  const before = machine.state()
  const data = join(folder, 'cloud')
  rmSync(data, { recursive: true, force: true })
  const started = await startControlPlane({ data, demo: true, log: createLog('error', (line) => process.stderr.write(line)) })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  const cloud = started.value
  const server = new EnrolledServer(machine, cloud)
  const tell = async (name: string, story: () => Promise<void>) => {
    await machine.turnOn()
    try {
      await story()
    } finally {
      await machine.turnOff()
    }
    check(`the machine is as it was before ${name}`, leftProblems(before, machine.state()))
  }
  try {
    await tell('the story', () => tellInstallerStory(server, older, newer, check))
    const [first, second] = [older.msi, newer.msi]
    if (first !== undefined && second !== undefined && again !== undefined)
      await tell('the story of the MSI', () =>
        tellMsiStory({ server, older: { ...older, msi: first }, newer: { ...newer, msi: second }, again, check }),
      )
  } finally {
    await cloud.stop(200)
  }
}
