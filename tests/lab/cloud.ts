/** Everything that is cloud: the real control plane, once for all lanes. */
import { type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ConnectionFile } from '../../contract/connection-file.ts'
import { addresses } from './addresses.ts'
import { type LabCertificates, makeCertificates } from './certificates.ts'
import { firstLine, stopAll } from './children.ts'
import { Namespaces, type Place, removeLeftovers } from './namespaces.ts'
import { type RevocationMode } from './scene.ts'

const root = resolve(import.meta.dirname, '../..')
const Demo = z.object({
  enrollmentToken: z.string(),
  account: z.object({ email: z.string(), password: z.string() }),
  serviceKey: z.string(),
  locations: z.array(z.object({ id: z.string() })),
  echo: z.string(),
})
const Ready = z.object({ ready: z.literal(true), connectionFile: z.string(), demo: Demo })

const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the laboratory is not open')
  return value
}

export class Cloud {
  readonly namespaces = new Namespaces('', ['cloud'])
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-lab-'))
  readonly connectionFile = join(this.folder, 'lab.connection.json')
  /** The service key that is good now. */
  readonly keyFile = join(this.folder, 'service.key')
  #certificates: LabCertificates | undefined
  #controlPlane: ChildProcess | undefined
  #relays: readonly string[] = []
  #demo: z.infer<typeof Demo> | undefined

  /** The demo organization; its token is good for one installation. */
  get demo(): z.infer<typeof Demo> {
    return present(this.#demo)
  }

  get certificates(): LabCertificates {
    return present(this.#certificates)
  }

  async open(): Promise<void> {
    removeLeftovers()
    // The proxy runs as a user of its own and has to reach its files in here; keys are closed one by one.
    chmodSync(this.folder, 0o711)
    const { namespaces } = this
    namespaces.make()
    namespaces.ip('cloud', 'link add lan type bridge')
    const { controlPlane, relays, revocation, stranger } = addresses
    for (const address of [controlPlane, ...relays, revocation, stranger]) namespaces.ip('cloud', `addr add ${address}/24 dev lan`)
    namespaces.ip('cloud', 'link set lan up')
    namespaces.writeFile('cloud', 'hosts', `127.0.0.1 localhost\n${controlPlane} control.lab\n`)
    namespaces.assertClosed('cloud')
    this.#certificates = await makeCertificates(this.folder)
    const [demo] = await Promise.all([
      this.#startControlPlane(),
      this.startRevocation(this.namespaces, 'cloud', addresses.revocation, 80, 'right'),
    ])
    this.#demo = demo
  }

  /** Where it is said which certificates are revoked. */
  async startRevocation(namespaces: Namespaces, place: Place, address: string, port: number, mode: RevocationMode): Promise<ChildProcess> {
    const options = { address, port, mode, folder: this.folder, files: this.certificates.revocation }
    const child = namespaces.start(place, process.execPath, [join(import.meta.dirname, 'revocation-server.ts'), JSON.stringify(options)])
    await firstLine(child, (line) => line === 'ready', 60_000)
    return child
  }

  /** One more gate on the network of the cloud; the device's name there must be new. */
  plug(device: string): void {
    this.namespaces.ip('cloud', `link set ${device} master lan`)
    this.namespaces.ip('cloud', `link set ${device} up`)
  }

  /** Its system goes on accepting connections; nobody answers. */
  freeze(): void {
    this.#controlPlane?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#controlPlane?.kill('SIGCONT')
  }

  /** As an update does: ended in the middle of work, started again with the same data. `relays` are from then on what connectors are told. */
  async restart(relays: readonly string[] = this.#relays): Promise<void> {
    this.#relays = relays
    if (this.#controlPlane !== undefined) await stopAll([this.#controlPlane])
    this.#demo = await this.#startControlPlane()
  }

  close(): void {
    this.namespaces.remove()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #startControlPlane(): Promise<z.infer<typeof Demo>> {
    const { chain, key } = this.certificates.of.genuine
    const child = this.namespaces.start('cloud', process.execPath, [
      join(root, 'cloud/server.ts'),
      ...['--demo', '--json', '--host', '0.0.0.0', '--port', '443', '--public-url', 'https://control.lab', '--log-level', 'error'],
      ...this.#relays.flatMap((name) => ['--relay', `${name}=https://${name}.lab`]),
      ...['--tls-cert', chain, '--tls-key', key, '--data', join(this.folder, 'cloud')],
    ])
    const ready = Ready.parse(JSON.parse(await firstLine(child, (line) => line.startsWith('{'), 180_000)))
    this.#controlPlane = child
    // Every scene after it fails when it ends by itself, and none of them knows why. We end it by SIGKILL.
    let said = ''
    child.stderr?.on('data', (piece: Buffer) => (said = `${said}${piece.toString()}`.slice(-4000)))
    child.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL') process.stdout.write(`THE CONTROL PLANE ENDED by itself with ${String(code ?? signal)}: ${said}\n`)
    })
    const given = ConnectionFile.parse(JSON.parse(readFileSync(ready.connectionFile, 'utf8')))
    writeFileSync(this.connectionFile, JSON.stringify({ ...given, certificateAuthorities: [this.certificates.root] }))
    writeFileSync(this.keyFile, ready.demo.serviceKey, { mode: 0o600 })
    return ready.demo
  }
}
