/** States of a Windows machine as registry changes: what tests turn it into. */
import { type RegistryChange } from './wine-machine.ts'

const currentVersion = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion'
export const control = 'HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control'
export const services = 'HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services'
export const microsoft = 'HKEY_LOCAL_MACHINE\\Software\\Microsoft'

/** `CurrentVersion` stays "10.0": with the "6.3" of real Windows, Wine calls itself Windows 8.1. */
export const system = (build: string, name: string, edition: string, installation: string, product: string): RegistryChange => ({
  [currentVersion]: {
    CurrentBuild: build,
    CurrentBuildNumber: build,
    CurrentVersion: '10.0',
    ProductName: name,
    EditionID: edition,
    InstallationType: installation,
    UBR: 3328,
  },
  [`${control}\\ProductOptions`]: { ProductType: product },
})
export const server2022 = system('20348', 'Windows Server 2022 Standard', 'ServerStandard', 'Server', 'ServerNT')

export const rebootPending = `${microsoft}\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending`
export const computerName = `${control}\\ComputerName\\ComputerName`
export const tls12 = `${control}\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client`
export const ieEsc = `${microsoft}\\Active Setup\\Installed Components\\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}`

export const healthy: RegistryChange = {
  ...server2022,
  [rebootPending]: null,
  [tls12]: null,
  [ieEsc]: null,
  [`${control}\\Lsa\\FipsAlgorithmPolicy`]: { Enabled: 0 },
  [`${control}\\Session Manager`]: { PendingFileRenameOperations: null },
  [`${control}\\Power\\User\\PowerSchemes`]: { ActivePowerScheme: '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c' },
  [`${microsoft}\\NET Framework Setup\\NDP\\v4\\Full`]: { Release: 528449 },
  [`${services}\\Tcpip\\Parameters`]: { Domain: '' },
}

/** A server in a workgroup, with the keys that every Windows has and a new Wine machine has not. */
export const readyServer: RegistryChange = {
  ...healthy,
  [`${services}\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules`]: {},
  [`${services}\\EventLog\\Application`]: {},
}
