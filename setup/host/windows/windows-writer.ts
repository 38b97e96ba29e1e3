/**
 * `HostWriter` of a real Windows machine, as far as this version has it: it changes nothing and says so with CW3014. No call
 * pretends, not even one that would find nothing to do.
 */
import { type Failure, failed } from '../../../contract/error-codes.ts'
import { type Changed, type HostWriter } from '../host-writer.ts'

/** Why: for people who ask before anything is tried. */
export const changesRefused: Failure = failed('CW3014', { what: 'installing' }).failure

const refused = (what: string) => async (): Promise<Changed> => failed('CW3014', { what })

export const windowsWriter: HostWriter = {
  createFolder: refused('creating a folder'),
  removeFolder: refused('removing a folder'),
  writeFile: refused('writing a file'),
  removeFile: refused('removing a file'),
  setRegistryValue: refused('setting a registry value'),
  deleteRegistryValue: refused('deleting a registry value'),
  deleteRegistryKey: refused('deleting a registry key'),
  createService: refused('creating a service'),
  configureService: refused('configuring a service'),
  deleteService: refused('deleting a service'),
  startService: refused('starting a service'),
  stopService: refused('stopping a service'),
  addFirewallRule: refused('adding a firewall rule'),
  removeFirewallRule: refused('removing a firewall rule'),
  resyncClock: refused('setting the clock'),
  setPowerScheme: refused('choosing a power plan'),
}
