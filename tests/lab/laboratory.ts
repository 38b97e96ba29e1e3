/** The laboratory: a server, a firewall and a cloud with the real control plane, and faults that come and go. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { ConnectionFile } from '../../contract/connection-file.ts'
import { type CertificateFiles, type LabCertificates, makeCertificates } from './certificates.ts'
import { Namespaces, type Place, removeLeftovers } from './namespaces.ts'
import { type Fault, type NameAnswers } from './scene.ts'
import { proxyConfiguration } from './squid.ts'

export const addresses = {
  server: '10.77.1.2',
  gate: '10.77.1.1',
  nameServers: ['10.77.1.53', '10.77.1.54'],
  controlPlane: '10.77.2.2',
  relays: ['10.77.2.3', '10.77.2.4'],
  /** Where a wrong answer leads: a server of somebody else. */
  stranger: '10.77.2.9',
  proxyPort: 3128,
} as const

const boxPort = 8443
const root = resolve(import.meta.dirname, '../..')
const Ready = z.object({ ready: z.literal(true), connectionFile: z.string(), demo: z.object({ enrollmentToken: z.string() }) })

/** What a product in the server's namespace is started with. */
export interface ServerView {
  /** Name or file of the simulated server. */
  readonly profile: string
  readonly environment: Readonly<Record<string, string>>
}

export class Laboratory {
  readonly namespaces = new Namespaces()
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-lab-'))
  readonly connectionFile = join(this.folder, 'lab.connection.json')
  #certificates: LabCertificates | undefined
  #nameServers: ChildProcess[] = []
  #ofScene: ChildProcess[] = []
  #undo: (() => void)[] = []
  #controlPlane: ChildProcess | undefined
  #token = ''

  /** Of the demo organization, good for one installation. */
  get token(): string {
    return this.#token
  }

  async open(): Promise<void> {
    removeLeftovers()
    const { namespaces } = this
    namespaces.make()
    this.#join('server', 'eth0', `${addresses.server}/24`, 'in', [addresses.gate, ...addresses.nameServers])
    this.#join('cloud', 'eth0', `${addresses.controlPlane}/24`, 'out', ['10.77.2.1'])
    for (const more of [...addresses.relays, addresses.stranger]) namespaces.ip('cloud', `addr add ${more}/24 dev eth0`)
    namespaces.ip('server', `route add default via ${addresses.gate}`)
    namespaces.ip('cloud', 'route add default via 10.77.2.1')
    namespaces.call('gate', 'sysctl', ['-qw', 'net.ipv4.ip_forward=1'])
    for (const place of ['server', 'cloud', 'gate'] as const) namespaces.assertClosed(place)
    this.#certificates = await makeCertificates(this.folder)
    await this.#startNames(['right'])
    await this.#startControlPlane(this.#certificates.of.genuine)
  }

  /** Brings the faults about; the view is what the product then runs with. */
  async breakBy(faults: readonly Fault[]): Promise<ServerView> {
    let view: ServerView = { profile: 'healthy-2022', environment: {} }
    for (const fault of faults) view = await this.#bring(fault, view)
    return view
  }

  /** Everything as it was before `breakBy`. */
  async mend(): Promise<void> {
    for (const undo of this.#undo.toReversed()) undo()
    this.#undo = []
    this.namespaces.call('gate', 'nft', ['flush', 'ruleset'])
    await stopAll(this.#ofScene.splice(0))
  }

  close(): void {
    this.namespaces.remove()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #join(place: Place, device: string, address: string, gateDevice: string, gateAddresses: readonly string[]): void {
    const { namespaces } = this
    namespaces.ip(place, `link add ${device} type veth peer name ${gateDevice} netns ${namespaces.nameOf('gate')}`)
    namespaces.ip(place, `addr add ${address} dev ${device}`)
    for (const each of gateAddresses) namespaces.ip('gate', `addr add ${each}/24 dev ${gateDevice}`)
    namespaces.ip(place, `link set ${device} up`)
    namespaces.ip('gate', `link set ${gateDevice} up`)
  }

  async #startControlPlane({ chain, key }: CertificateFiles): Promise<void> {
    const child = this.namespaces.start('cloud', process.execPath, [
      join(root, 'cloud/server.ts'),
      ...['--demo', '--json', '--host', '0.0.0.0', '--port', '443', '--public-url', 'https://control.lab', '--log-level', 'error'],
      ...['--tls-cert', chain, '--tls-key', key, '--data', join(this.folder, 'cloud')],
    ])
    const ready = Ready.parse(JSON.parse(await firstLine(child, (line) => line.startsWith('{'), 180_000)))
    this.#controlPlane = child
    this.#token = ready.demo.enrollmentToken
    const given = ConnectionFile.parse(JSON.parse(readFileSync(ready.connectionFile, 'utf8')))
    writeFileSync(this.connectionFile, JSON.stringify({ ...given, certificateAuthorities: [this.#certificates?.root ?? ''] }))
  }

  async #startNames(servers: readonly (NameAnswers | 'dead')[]): Promise<void> {
    await stopAll(this.#nameServers)
    this.#nameServers = []
    const used = addresses.nameServers.slice(0, servers.length)
    // The default of glibc is 5 s for each server; Windows goes on to the next one after one second.
    this.namespaces.writeFile(
      'server',
      'resolv.conf',
      [...used.map((a) => `nameserver ${a}`), 'options timeout:1 attempts:2', ''].join('\n'),
    )
    this.namespaces.writeFile('gate', 'resolv.conf', `nameserver ${addresses.nameServers[1]}\n`)
    for (const [at, answers] of servers.entries()) {
      const address = used[at] ?? ''
      if (answers === 'dead') this.#rules('input', [`ip daddr ${address} drop`])
      else this.#nameServers.push(await this.#startNameServer(address, answers))
    }
  }

  async #startNameServer(address: string, answers: NameAnswers): Promise<ChildProcess> {
    if (answers === 'serverFailure') {
      const child = this.namespaces.start('gate', process.execPath, [join(import.meta.dirname, 'failing-name-server.ts'), address])
      await firstLine(child, (line) => line === 'ready', 30_000)
      return child
    }
    const known = answers === 'noSuchName' ? [] : ['control.lab', 'relay-1.lab', 'relay-2.lab']
    const right = [addresses.controlPlane, ...addresses.relays]
    const child = this.namespaces.start('gate', 'dnsmasq', [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--user=root', '--pid-file='],
      ...[`--listen-address=${address}`, '--bind-interfaces', '--local=/lab/', '--log-facility=-', '--host-record=proxy.lab,10.77.1.1'],
      ...known.map((name, at) => {
        const sixth = answers === 'rightAndSixth' ? `,fd77::${at + 2}` : ''
        return `--host-record=${name},${answers === 'wrongAddress' ? addresses.stranger : (right[at] ?? '')}${sixth}`
      }),
    ])
    await firstLine(child, (line) => line.includes('started'), 10_000)
    return child
  }

  #rules(hook: 'forward' | 'input', rules: readonly string[]): void {
    this.namespaces.call(
      'gate',
      'nft',
      ['-f', '-'],
      ['table inet lab {', ` chain ${hook} { type filter hook ${hook} priority 0;`, ...rules.map((r) => `  ${r}`), ' }', '}'].join('\n'),
    )
  }

  async #bring(fault: Fault, view: ServerView): Promise<ServerView> {
    const { namespaces } = this
    switch (fault.is) {
      case 'packets':
        this.#rules('forward', fault.rules)
        return view
      case 'names':
        await this.#startNames(fault.servers)
        this.#undo.push(() => (this.#namesAreOdd = true))
        return view
      case 'box':
        await this.#startBox(fault)
        return view
      case 'proxy':
        if (fault.kind !== 'notRunning') await this.#startProxy(fault.kind)
        this.#rules('forward', ['iifname "in" tcp dport 443 reject with tcp reset'])
        return { ...view, environment: { ...view.environment, HTTPS_PROXY: `http://proxy.lab:${addresses.proxyPort}` } }
      case 'userProxyOnly': {
        await this.#startProxy('open')
        this.#rules('forward', ['iifname "in" tcp dport 443 drop'])
        const user = { is: 'manual', address: `proxy.lab:${addresses.proxyPort}`, bypass: [] }
        return { ...view, profile: this.#profile({ overrides: { proxy: { user, machine: { is: 'direct' }, service: { is: 'direct' } } } }) }
      }
      case 'noRoute':
        namespaces.ip('server', 'route del default')
        this.#undo.push(() => namespaces.ip('server', `route add default via ${addresses.gate}`))
        return view
      case 'adapterDown':
        namespaces.ip('server', 'addr flush dev eth0')
        this.#undo.push(() => {
          namespaces.ip('server', `addr add ${addresses.server}/24 dev eth0`)
          namespaces.ip('server', `route add default via ${addresses.gate}`)
        })
        return view
      case 'clock':
        return { ...view, profile: this.#profile({ clock: { offsetSeconds: fault.seconds, source: 'Local CMOS Clock' } }) }
      case 'delay':
        await this.#startDelay(fault.milliseconds)
        return view
      case 'controlPlaneHangs':
        this.#controlPlane?.kill('SIGSTOP')
        this.#undo.push(() => this.#controlPlane?.kill('SIGCONT'))
        return view
    }
  }

  #namesAreOdd = false

  /** After `mend`, name servers answer rightly again. Apart from it because it takes a process to start. */
  async mendNames(): Promise<void> {
    if (!this.#namesAreOdd) return
    this.#namesAreOdd = false
    await this.#startNames(['right'])
  }

  #profile(changes: Record<string, unknown>): string {
    const file = join(this.folder, 'profile.json')
    const healthy = JSON.parse(readFileSync(join(root, 'tests/servers/healthy-2022.json'), 'utf8')) as Record<string, unknown>
    writeFileSync(file, JSON.stringify({ ...healthy, name: 'lab', ...changes }))
    return file
  }

  async #startBox({ behaviour, certificate, newestTls }: Extract<Fault, { is: 'box' }>): Promise<void> {
    const files = this.#certificates?.of[certificate]
    const options = {
      behaviour,
      ...files,
      ...(newestTls === undefined ? {} : { newestTls }),
      upstream: addresses.controlPlane,
      port: boxPort,
    }
    const child = this.namespaces.start('gate', process.execPath, [join(import.meta.dirname, 'box.ts'), JSON.stringify(options)])
    this.#ofScene.push(child)
    await firstLine(child, (line) => line === 'ready', 30_000)
    this.namespaces.call(
      'gate',
      'nft',
      ['-f', '-'],
      `table ip labnat { chain pre { type nat hook prerouting priority -100; iifname "in" ip daddr ${addresses.controlPlane} tcp dport 443 redirect to :${boxPort} } }`,
    )
  }

  async #startProxy(kind: 'open' | 'basic' | 'refusesControlPlane'): Promise<void> {
    const folder = join(this.folder, 'squid')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    const file = join(folder, 'squid.conf')
    writeFileSync(file, proxyConfiguration(kind, folder, addresses))
    const child = this.namespaces.start('gate', 'squid', ['-N', '-f', file])
    this.#ofScene.push(child)
    child.stdout?.resume()
    child.stderr?.resume()
    await this.#listening('gate', addresses.proxyPort)
  }

  async #listening(place: Place, port: number): Promise<void> {
    const until = performance.now() + 30_000
    while (!this.namespaces.call(place, 'ss', ['-Hltn', `sport = :${port}`]).includes(`:${port}`)) {
      if (performance.now() > until) throw new Error(`nothing listens on port ${port} of ${place}`)
      await new Promise((pass) => setTimeout(pass, 100))
    }
  }

  async #startDelay(milliseconds: number): Promise<void> {
    const { namespaces } = this
    const program = join(this.folder, 'delay')
    const source = join(this.folder, 'delay.c')
    copyFileSync(join(root, 'bench/delay.c'), source)
    const made = spawnSync('gcc', ['-O2', '-o', program, source, '-lpthread'], { encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`gcc: ${made.stderr}`)
    // Enters both namespaces itself, so it is started in either.
    const names = [namespaces.nameOf('server'), namespaces.nameOf('gate')]
    const child = namespaces.start('gate', program, [...names, String(milliseconds * 1000)])
    this.#ofScene.push(child)
    await firstLine(child, (line) => line.includes('ready'), 10_000)
    for (const [place, own, other] of [
      ['server', '10.77.3.2', '10.77.3.1'],
      ['gate', '10.77.3.1', '10.77.3.2'],
    ] as const) {
      namespaces.ip(place, `addr add ${own} peer ${other} dev cwtun`)
      namespaces.ip(place, 'link set cwtun up')
    }
    namespaces.ip('server', 'route add 10.77.2.0/24 via 10.77.3.1')
  }
}

const stopAll = async (children: readonly ChildProcess[]): Promise<void> => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }),
  )
}

/** The first line on standard output or standard error that fits; rejects with what was said when the child ends or time is up. */
const firstLine = (child: ChildProcess, fits: (line: string) => boolean, milliseconds: number): Promise<string> =>
  new Promise((done, reject) => {
    const said: string[] = []
    const give = (end: () => void) => {
      clearTimeout(timer)
      end()
    }
    const fail = (why: string) =>
      give(() => reject(new Error(`${child.spawnargs.slice(4).join(' ')} ${why}: ${said.slice(-10).join(' | ')}`)))
    const timer = setTimeout(() => fail('is not ready in time'), milliseconds)
    child.once('exit', (code) => fail(`ended with ${code ?? 'a signal'}`))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (fits(line)) give(() => done(line))
      })
    }
  })
