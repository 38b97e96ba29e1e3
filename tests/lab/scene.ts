/** What a scene is: data only. What is broken, and what the product has to say about it. */
import { type CheckId } from '../../contract/check-catalogue.ts'
import { type Layer } from '../../contract/connectivity.ts'
import { type SquidKind } from './squid.ts'

/** What a middle box does with the requests that it was given instead of the control plane. */
export type BoxBehaviour =
  /** Hands everything on, as an inspecting firewall does. */
  | 'forward'
  /** Sends to a sign-in page, as the network of a hotel does. */
  | 'captivePortal'
  /** Says 403 with a page of its own. */
  | 'blockPage'
  /** Says 502, as a load balancer does whose server is away. */
  | 'badGateway'
  /** Answers what is not HTTP. */
  | 'garbage'
  /** Answers without an end. */
  | 'endless'
  /** Takes the request and never answers. */
  | 'mute'
  /** Lets HTTP through and drops every `Upgrade`. */
  | 'noUpgrade'
  /** Lets the `Upgrade` of WebSocket through and drops others. */
  | 'webSocketOnly'
  /** Answers 503 for everything of the relay and hands the rest on. */
  | 'noRelay'
  /** Hands on; the discovery document then names two relays, relay-1.lab and relay-2.lab. */
  | 'twoRelays'

  /** 511, as RFC 6585 has it for captive portals. */
  | 'networkAuthentication'
  /** 200 with a page of its own. */
  | 'pageInstead'
  /** 503 with a maintenance page. */
  | 'maintenance'
  /** Ends the connection as soon as TLS stands. */
  | 'hangsUp'

/** What a proxy configuration script does. */
export type ScriptContent = 'proxy' | 'secureProxy' | 'movedProxy' | 'deadFirst' | 'loops' | 'throws' | 'nonsense' | 'missing'

/** What the box shows as its certificate. */
export type BoxCertificate =
  /** The control plane's own. */
  | 'genuine'
  /** Made by the authority of an inspecting firewall, which nobody here trusts. */
  | 'inspected'
  | 'expired'
  /** Its serial number is on the list of its issuer. */
  | 'revoked'
  | 'notYetValid'
  | 'wrongName'
  | 'selfSigned'
  /** The genuine leaf without the certificate of its issuer. */
  | 'incomplete'

/** A proxy that speaks TLS itself shows one that the connection file vouches for, or one that nobody here trusts. */
export type ProxyCertificate = 'trusted' | 'foreign'

/** How one name server answers. */
export type NameAnswers =
  /** Three seconds late. */
  | 'slow'
  /** And knows where automatic detection finds a script. */
  | 'rightAndScript'
  | 'right'
  | 'noSuchName'
  | 'serverFailure'
  | 'wrongAddress'
  | 'rightAndSixth'

/** How whoever says what is revoked behaves; `error` is HTTP 503. */
export type RevocationMode = 'right' | 'mute' | 'page' | 'outdated' | 'foreign' | 'error'

export type Fault =
  /** A script (PAC) on the gate's web server that the service is set to; `automatic` leaves it to find the script (WPAD). */
  | { readonly is: 'script'; readonly content: ScriptContent; readonly automatic?: true }
  /** Lists and responders of another kind than the right one. */
  | { readonly is: 'revocation'; readonly mode: RevocationMode }
  /** mitmproxy between the server and the control plane. */
  | { readonly is: 'inspector' }
  /** The gate sends to the server no faster than that. */
  | { readonly is: 'bandwidth'; readonly kilobits: number }
  /** The product's processes really see another time. */
  | { readonly is: 'realClock'; readonly seconds: number }
  /** What connects to the gate's own port of the proxy is answered with what is not HTTP. */
  | { readonly is: 'garbageProxy' }
  /** Rules of nftables on the firewall, for packets on their way through it. */
  | { readonly is: 'packets'; readonly rules: readonly string[] }
  /** One or two name servers; `dead` ones answer nothing at all. */
  | { readonly is: 'names'; readonly servers: readonly (NameAnswers | 'dead')[] }
  /** A box that stands in for the control plane's port 443. */
  | { readonly is: 'box'; readonly behaviour: BoxBehaviour; readonly certificate: BoxCertificate; readonly newestTls?: '1.1' }
  /** A proxy on the firewall, and no other way out. */
  | { readonly is: 'proxy'; readonly kind: SquidKind | 'notRunning'; readonly certificate?: ProxyCertificate }
  /** The proxy is ended and started again on another port, and the script says so. */
  | { readonly is: 'proxyMoves' }
  /** The firewall forgets connections that were idle for so many seconds, and resets what comes on them. */
  | { readonly is: 'idleCut'; readonly seconds: number }
  /** The server has no default route. */
  | { readonly is: 'noRoute' }
  | { readonly is: 'adapterDown' }
  /** Every packet of the server waits that long one way. */
  | { readonly is: 'delay'; readonly milliseconds: number }
  /** The server's clock, seconds ahead. */
  | { readonly is: 'clock'; readonly seconds: number }
  /** The signed-in user has a proxy, the service has none, and only the proxy gets out. */
  | { readonly is: 'userProxyOnly' }
  /** The control plane's process is ended and started again. */
  | { readonly is: 'controlPlaneRestarts' }
  /** The control plane's process stands still: its system accepts connections, nobody answers. */
  | { readonly is: 'controlPlaneHangs' }

/** A check that must not pass, and what its finding, values or evidence must name. */
export interface ExpectedCheck {
  readonly id: CheckId
  readonly finding: string
  readonly outcome?: 'warn' | 'fail'
  readonly owner?: 'administrator' | 'network' | 'policy'
  readonly names?: readonly string[]
}

export type ExpectedTest =
  /** `beside`: what fails and is not in the way, and is said all the same. */
  | { readonly is: 'working'; readonly relay?: string; readonly beside?: { readonly code: string; readonly names: readonly string[] } }
  /** Nothing is in the way of an installation. */
  | { readonly is: 'notInstalled' }
  | {
      readonly is: 'notWorking'
      readonly code: string
      readonly layer: Layer
      readonly owner: 'administrator' | 'network' | 'policy' | 'operator'
      /** Text that the sentence's values or the evidence of the row must hold: address, issuer, proxy, reason. */
      readonly names?: readonly string[]
    }

export interface Scene {
  /** What is broken, as a person would say it. */
  readonly broken: string
  /** True: a connector is installed and works before the fault comes. */
  readonly installed?: true
  /** Installed scenes: the control plane names relay-1 and relay-2, and a connector of its own is enrolled with both. */
  readonly twoRelays?: true
  readonly faults: readonly Fault[]
  /** The line carries one command, as one person would use it; otherwise `check` and `test` run at the same time. */
  readonly oneByOne?: true
  /** Installed scenes: what the service is then set to (`configure`); set back at the end. */
  readonly configured?: {
    readonly proxy: string
    readonly account?: 'right' | 'wrong'
    /** The code with which that is refused, before anything is touched. */
    readonly refused?: string
  }
  /** What happens once the service works that way. */
  readonly then?: readonly Fault[]
  /** Installed scenes: a cloud service keeps sending through the connector meanwhile; seconds after the faults in which it comes through again. */
  readonly traffic?: { readonly within: number }
  readonly expected: {
    /** Checks of network and certificates that do not pass; every other one must pass or be held up. Absent: not run (after an installation). */
    readonly checks?: readonly ExpectedCheck[]
    readonly test: ExpectedTest
    /** What `status --json` must say of the channel; installed scenes only. */
    readonly channel?: readonly ('healthy' | 'degraded' | 'down' | 'starting')[]
    /** What `status` must say of the way that the service takes: `host:port`, or `direct`. */
    readonly through?: string
    /** Seconds that every session must have been open without a break. */
    readonly steady?: number
    /** Seconds from the start of a command to its verdict, of which the start of the program is a part. */
    readonly within?: number
  }
}
