/**
 * A lane: a server and the firewall in front of it, with faults that come and go. Lanes share one cloud and see nothing of each
 * other, so scenes run side by side. Long because every fault is one entry here, beside how it is taken back.
 */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { addresses, gateInCloud } from './addresses.ts'
import { firstLine, stopAll } from './children.ts'
import { type Cloud } from './cloud.ts'
import { Namespaces, type Place } from './namespaces.ts'
import { type Fault, type NameAnswers, type ProxyCertificate, type ScriptContent } from './scene.ts'
import { proxyScripts, webServerConfiguration } from './proxy-scripts.ts'
import { proxyConfiguration, removeShared, type SquidKind } from './squid.ts'

const boxPort = 8443
const revocationPort = 8081
const inspectorPort = 8444
const establishedTimeout = 'net.netfilter.nf_conntrack_tcp_timeout_established'
const fakeTime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
const root = resolve(import.meta.dirname, '../..')

/** What a product in the server's namespace is started with. */
export interface ServerView {
  /** Name or file of the simulated server. */
  readonly profile: string
  readonly environment: Readonly<Record<string, string>>
}

/** The firewall hides the server behind its own address, as most do. */
const addressTranslation = `table ip lane {
  chain out { type nat hook postrouting priority 100
    oifname "out" masquerade
  }
}
`

const until = async (what: string, isSo: () => boolean): Promise<void> => {
  const end = performance.now() + 30_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`in vain until ${what}`)
    await delay(50)
  }
}

export class Lane {
  readonly cloud: Cloud
  readonly namespaces: Namespaces
  readonly folder: string
  readonly #number: number
  #nameServers: ChildProcess[] = []
  #ofScene: ChildProcess[] = []
  #undo: (() => void | Promise<void>)[] = []
  #namesAreOdd = false
  #endProxy: (() => Promise<void>) | undefined

  constructor(cloud: Cloud, number: number) {
    this.cloud = cloud
    this.#number = number
    this.namespaces = new Namespaces(`${number}-`, ['server', 'gate'])
    this.folder = join(cloud.folder, `lane-${number}`)
    mkdirSync(this.folder)
  }

  async open(): Promise<void> {
    const { namespaces, cloud } = this
    namespaces.make()
    const gate = namespaces.nameOf('gate')
    namespaces.ip('server', `link add eth0 type veth peer name in netns ${gate}`)
    namespaces.ip('server', `addr add ${addresses.server}/24 dev eth0`)
    for (const own of [addresses.gate, ...addresses.nameServers]) namespaces.ip('gate', `addr add ${own}/24 dev in`)
    const plug = `gate${this.#number}`
    namespaces.ip('gate', `link add out type veth peer name ${plug} netns ${cloud.namespaces.nameOf('cloud')}`)
    namespaces.ip('gate', `addr add ${gateInCloud(this.#number)}/24 dev out`)
    for (const device of ['in', 'out']) namespaces.ip('gate', `link set ${device} up`)
    namespaces.ip('server', 'link set eth0 up')
    cloud.plug(plug)
    namespaces.ip('server', `route add default via ${addresses.gate}`)
    namespaces.call('gate', 'sysctl', ['-qw', 'net.ipv4.ip_forward=1'])
    this.#nft(addressTranslation)
    for (const place of ['server', 'gate'] as const) namespaces.assertClosed(place)
    // The system takes a moment to see that both ends of a cable are plugged in.
    await until('eth0 is up', () => namespaces.ip('server', 'link show eth0').includes('state UP'))
    await this.#startNames(['right'])
  }

  /** Brings the faults about; the view is what the product then runs with. */
  async breakBy(faults: readonly Fault[]): Promise<ServerView> {
    let view: ServerView = { profile: 'healthy-2022', environment: {} }
    for (const fault of faults) view = await this.#bring(fault, view)
    return view
  }

  /** Everything as it was before `breakBy`. */
  async mend(): Promise<void> {
    for (const undo of this.#undo.splice(0).toReversed()) await undo()
    this.#nft(`flush ruleset\n${addressTranslation}`)
    await stopAll(this.#ofScene.splice(0))
    if (this.#namesAreOdd) await this.#startNames(['right'])
    this.#namesAreOdd = false
  }

  close(): void {
    this.namespaces.remove()
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
    for (const [at, answers] of servers.entries()) {
      const address = used[at] ?? ''
      if (answers === 'dead') this.#rules('input', [`ip daddr ${address} drop`])
      else this.#nameServers.push(await this.#startNameServer(address, answers))
    }
  }

  async #startNameServer(address: string, answers: NameAnswers): Promise<ChildProcess> {
    if (answers === 'serverFailure' || answers === 'slow') {
      const right =
        answers === 'slow' ? [JSON.stringify({ 'control.lab': addresses.controlPlane, 'revocation.lab': addresses.revocation })] : []
      const child = this.namespaces.start('gate', process.execPath, [join(import.meta.dirname, 'odd-name-server.ts'), address, ...right])
      await firstLine(child, (line) => line === 'ready', 30_000)
      return child
    }
    const known = answers === 'noSuchName' ? [] : ['control.lab', 'relay-1.lab', 'relay-2.lab']
    const right = [addresses.controlPlane, ...addresses.relays]
    const child = this.namespaces.start('gate', 'dnsmasq', [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--user=root', '--pid-file='],
      ...[`--listen-address=${address}`, '--bind-interfaces', '--local=/lab/', '--log-facility=-', '--host-record=proxy.lab,10.77.1.1'],
      `--host-record=revocation.lab,${addresses.revocation}`,
      ...(answers === 'rightAndScript' ? ['--host-record=wpad.contoso.example,10.77.1.1'] : []),
      ...known.map((name, at) => {
        const sixth = answers === 'rightAndSixth' ? `,fd77::${at + 2}` : ''
        return `--host-record=${name},${answers === 'wrongAddress' ? addresses.stranger : (right[at] ?? '')}${sixth}`
      }),
    ])
    await firstLine(child, (line) => line.includes('started'), 10_000)
    return child
  }

  #rules(hook: 'forward' | 'input', rules: readonly string[]): void {
    this.#nft(
      ['table inet lab {', ` chain ${hook} { type filter hook ${hook} priority 0`, ...rules.map((r) => `  ${r}`), ' }', '}', ''].join('\n'),
    )
  }

  #nft(text: string): void {
    this.namespaces.call('gate', 'nft', ['-f', '-'], text)
  }

  async #bring(fault: Fault, view: ServerView): Promise<ServerView> {
    const { namespaces } = this
    switch (fault.is) {
      case 'packets':
        this.#rules('forward', fault.rules)
        return view
      case 'names':
        this.#namesAreOdd = true
        await this.#startNames(fault.servers)
        return view
      case 'box':
        await this.#startBox(fault)
        return view
      case 'proxy':
        if (fault.kind !== 'notRunning') await this.#startProxy(fault.kind, addresses.proxyPort, fault.certificate)
        this.#rules('forward', ['iifname "in" tcp dport 443 reject with tcp reset'])
        return { ...view, profile: this.#proxied(fault.certificate === undefined ? 'http' : 'https') }
      case 'userProxyOnly': {
        await this.#startProxy('open', addresses.proxyPort)
        this.#rules('forward', ['iifname "in" tcp dport 443 drop'])
        const user = { is: 'manual', address: `proxy.lab:${addresses.proxyPort}`, bypass: [] }
        return { ...view, profile: this.#profile({ overrides: { proxy: { user, machine: { is: 'direct' }, service: { is: 'direct' } } } }) }
      }
      case 'proxyMoves': {
        await this.#endProxy?.()
        await this.#startProxy('open', addresses.movedProxyPort)
        this.#writeScript('movedProxy')
        return view
      }
      case 'idleCut':
        // A connection that was forgotten is not learnt again from the middle.
        namespaces.call('gate', 'sysctl', ['-qw', 'net.netfilter.nf_conntrack_tcp_loose=0', `${establishedTimeout}=${fault.seconds}`])
        this.#undo.push(() => void namespaces.call('gate', 'sysctl', ['-qw', `${establishedTimeout}=432000`]))
        this.#rules('forward', ['ct state invalid tcp flags & rst == 0 reject with tcp reset'])
        return view
      case 'noRoute':
        namespaces.ip('server', 'route del default')
        this.#undo.push(() => void namespaces.ip('server', `route add default via ${addresses.gate}`))
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
      case 'script':
        return { ...view, profile: await this.#startScript(fault) }
      case 'revocation': {
        this.#ofScene.push(await this.cloud.startRevocation(namespaces, 'gate', '0.0.0.0', revocationPort, fault.mode))
        this.#redirect(addresses.revocation, 80, revocationPort)
        return view
      }
      case 'inspector':
        await this.#startInspector()
        return view
      case 'bandwidth':
        namespaces.call('gate', 'tc', [
          'qdisc',
          'add',
          'dev',
          'in',
          'root',
          'tbf',
          'rate',
          `${fault.kilobits}kbit`,
          'burst',
          '2k',
          'latency',
          '400ms',
        ])
        this.#undo.push(() => void namespaces.call('gate', 'tc', ['qdisc', 'del', 'dev', 'in', 'root']))
        return view
      case 'realClock': {
        const environment = {
          LD_PRELOAD: fakeTime,
          FAKETIME: `${fault.seconds < 0 ? '' : '+'}${fault.seconds}`,
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
          DONT_FAKE_MONOTONIC: '1',
        }
        return { ...view, environment: { ...view.environment, ...environment } }
      }
      case 'garbageProxy': {
        const child = namespaces.start('gate', process.execPath, [
          join(import.meta.dirname, 'garbage-proxy.ts'),
          String(addresses.proxyPort),
        ])
        this.#ofScene.push(child)
        await firstLine(child, (line) => line === 'ready', 60_000)
        return { ...view, profile: this.#proxied() }
      }
      case 'controlPlaneRestarts':
        await this.cloud.restart()
        return view
      case 'controlPlaneHangs':
        this.cloud.freeze()
        this.#undo.push(() => this.cloud.thaw())
        return view
    }
  }

  /** Everybody on the server is set to the gate's proxy. */
  #proxied(scheme: 'http' | 'https' = 'http'): string {
    const setting = { is: 'manual', address: `${scheme}://proxy.lab:${addresses.proxyPort}`, bypass: [] }
    return this.#profile({ overrides: { proxy: { user: setting, machine: setting, service: setting } } })
  }

  #profile(changes: Record<string, unknown>): string {
    const file = join(this.folder, 'profile.json')
    const healthy = JSON.parse(readFileSync(join(root, 'tests/servers/healthy-2022.json'), 'utf8')) as Record<string, unknown>
    writeFileSync(file, JSON.stringify({ ...healthy, name: 'lab', ...changes }))
    return file
  }

  async #startBox({ behaviour, certificate, newestTls }: Extract<Fault, { is: 'box' }>): Promise<void> {
    const files = this.cloud.certificates.of[certificate]
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
    this.#redirect(addresses.controlPlane, 443, boxPort)
  }

  /** What goes to the control plane arrives at the gate's own port instead, as with every transparent middle box. */
  #redirect(address: string, from: number, to: number): void {
    this.#nft(`table ip redirection {
  chain pre { type nat hook prerouting priority -100
    iifname "in" ip daddr ${address} tcp dport ${from} redirect to :${to}
  }
}
`)
  }

  async #startProxy(kind: SquidKind, proxyPort: number, certificate?: ProxyCertificate): Promise<void> {
    const folder = join(this.folder, 'squid')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    for (const place of [this.folder, folder]) chmodSync(place, 0o711)
    const file = join(folder, 'squid.conf')
    const secured = certificate === undefined ? undefined : this.cloud.certificates.ofProxy[certificate]
    writeFileSync(file, proxyConfiguration(kind, folder, { ...addresses, proxyPort, secured }))
    const service = `cwlab${process.pid}x${this.#number}`
    const child = this.namespaces.start('gate', 'squid', ['-n', service, '-N', '-f', file])
    this.#ofScene.push(child)
    this.#endProxy = async () => {
      await stopAll([child])
      removeShared(service)
    }
    this.#undo.push(this.#endProxy)
    child.stdout?.resume()
    child.stderr?.resume()
    await this.#listening('gate', proxyPort)
  }

  /** The service's setting; the script itself comes from nginx. */
  async #startScript({ content, automatic }: Extract<Fault, { is: 'script' }>): Promise<string> {
    const folder = join(this.folder, 'web')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    this.#writeScript(content)
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, webServerConfiguration(folder, addresses.gate))
    const child = this.namespaces.start('gate', 'nginx', ['-c', file, '-e', 'stderr'])
    this.#ofScene.push(child)
    child.stdout?.resume()
    child.stderr?.resume()
    await this.#listening('gate', 80)
    const service = { is: 'automatic', script: automatic === true ? '' : `http://proxy.lab/proxy.pac` }
    return this.#profile({ overrides: { proxy: { user: service, machine: service, service } } })
  }

  #writeScript(content: ScriptContent): void {
    const script = proxyScripts[content]
    for (const name of ['proxy.pac', 'wpad.dat']) if (script !== undefined) writeFileSync(join(this.folder, 'web', name), script)
  }

  async #startInspector(): Promise<void> {
    const child = this.namespaces.start('gate', 'mitmdump', [
      ...[
        '--mode',
        'transparent',
        '--listen-port',
        String(inspectorPort),
        '--ssl-insecure',
        '--set',
        `confdir=${join(this.folder, 'mitm')}`,
      ],
    ])
    this.#ofScene.push(child)
    child.stdout?.resume()
    child.stderr?.resume()
    await this.#listening('gate', inspectorPort)
    this.#redirect(addresses.controlPlane, 443, inspectorPort)
  }

  async #listening(place: Place, port: number): Promise<void> {
    const isListening = () => this.namespaces.call(place, 'ss', ['-Hltn', `sport = :${port}`]).includes(`:${port}`)
    await until(`${place} listens on port ${port}`, isListening)
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
