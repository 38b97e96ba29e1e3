/** Sentences of the support bundle that window, command line and the bundle's own index page share. */
import type { CollectorName, CollectorOutcome, NothingReason } from '../../support-bundle.ts'

export interface BundleWording {
  readonly title: string
  /** What each collector brings, in a few words. */
  readonly about: Record<CollectorName, string>
  /** How a collector fared where it brought nothing; completed with {why} or {seconds}. */
  readonly outcomes: Record<Exclude<CollectorOutcome['is'], 'collected' | 'nothing'>, string>
  /** Why there is nothing of it here. */
  readonly reasons: Record<NothingReason, string>
  /** What was taken out, for one and for many. */
  readonly taken: { readonly none: string; readonly one: string; readonly other: string }
  readonly names: { readonly kept: string; readonly replaced: string }
  /** Completed with {size}. */
  readonly leftOut: string
  readonly notSent: string
  /** Headings of the summary and of the index page. */
  readonly parts: Record<
    'server' | 'version' | 'made' | 'verdict' | 'checks' | 'service' | 'changes' | 'files' | 'missing' | 'findings' | 'size',
    string
  >
  readonly notChecked: string
  readonly openFile: string
}

export const bundle: BundleWording = {
  title: 'Causeway support bundle',
  about: {
    summary: 'The verdict, in words',
    checks: 'Every check with what was measured',
    connectivity: 'The connectivity test, layer by layer',
    service: 'The service and what it says of itself',
    history: 'What the service remembers of the last month',
    configuration: 'Settings and certificate, without the key',
    journal: 'What setup changed, and what was accepted',
    host: 'Facts of this server',
    network: 'Adapters, name servers, proxies',
    versions: 'Versions of what works together here',
    setupLog: 'The log of setup',
    serviceLog: 'The log of the service',
    eventLog: 'Windows events about services',
  },
  outcomes: {
    failed: 'Could not be read: {why}',
    tooSlow: 'Gave no answer within {seconds} seconds',
  },
  reasons: {
    notInstalled: 'Not installed',
    noControlPlane: 'No control plane is known yet',
    nothingChanged: 'Nothing was changed',
    nothingYet: 'Nothing written yet',
    noEventLog: 'This server keeps no event log',
    cancelled: 'Cancelled',
  },
  taken: {
    none: 'No value had to be taken out.',
    one: '1 value was taken out.',
    other: '{count} values were taken out: passwords, keys, tokens, cookies.',
  },
  names: {
    kept: 'Names and addresses are as they are.',
    replaced: 'Names and addresses are replaced, the same one always by the same word.',
  },
  leftOut: 'the oldest {size:bytes} are left out',
  notSent: 'Nothing is sent. The file stays on this server until you pass it on.',
  parts: {
    server: 'Server',
    version: 'Version',
    made: 'Made',
    verdict: 'Connection',
    checks: 'Checks',
    service: 'Service',
    changes: 'Changes on this server',
    files: 'Files',
    missing: 'Not in it',
    findings: 'Findings',
    size: 'Size',
  },
  notChecked: 'Not run',
  openFile: 'Open the file',
}
