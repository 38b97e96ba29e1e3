/** Keys and values of the Windows registry that set-up reads or writes, each with its meaning. */
const currentVersion = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
const control = 'HKLM\\SYSTEM\\CurrentControlSet\\Control'
const policies = 'HKLM\\SOFTWARE\\Policies\\Microsoft'
const activeSetup = 'HKLM\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components'

export const registryKeys = {
  currentVersion,
  productOptions: `${control}\\ProductOptions`,
  cryptography: 'HKLM\\SOFTWARE\\Microsoft\\Cryptography',
  /** .NET Framework 4: `Release` tells the version (learn.microsoft.com, "Determine which .NET Framework versions are installed"). */
  dotnetFull: 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full',
  fips: `${control}\\Lsa\\FipsAlgorithmPolicy`,
  ieEscAdministrators: `${activeSetup}\\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}`,
  ieEscUsers: `${activeSetup}\\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}`,
  componentServicing: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending',
  windowsUpdateRestart: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired',
  sessionManager: `${control}\\Session Manager`,
  activeComputerName: `${control}\\ComputerName\\ActiveComputerName`,
  computerName: `${control}\\ComputerName\\ComputerName`,
  windowsUpdatePolicy: `${policies}\\Windows\\WindowsUpdate\\AU`,
  tls12Client: `${control}\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client`,
  dotnet64: 'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319',
  dotnet32: 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
  powerShellEngine: 'HKLM\\SOFTWARE\\Microsoft\\PowerShell\\3\\PowerShellEngine',
  /** Names of the values are the folders. */
  defenderExclusions: 'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths',
  defenderExclusionsByPolicy: `${policies}\\Windows Defender\\Exclusions\\Paths`,
  powerSchemes: `${control}\\Power\\User\\PowerSchemes`,
  timeParameters: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters',
  rootUpdatePolicy: `${policies}\\SystemCertificates\\AuthRoot`,
  product: 'HKLM\\SOFTWARE\\Causeway',
  eventSource: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\CausewayConnector',
  /** Commands that run once, when an administrator signs in after the next start. */
  runOnce: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce',
  uninstall: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Causeway',
} as const

/** Keys that an installation makes, and an earlier one may have left. */
export const ownKeys = [registryKeys.product, registryKeys.uninstall, registryKeys.eventSource] as const

/** GUIDs of the power schemes that every Windows has. */
export const powerSchemes = {
  highPerformance: '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c',
  balanced: '381b4222-f694-41f0-9685-ff5bb260df2e',
  saver: 'a1841308-3541-4fab-bc81-f71556f20b4a',
} as const

/** SIDs that are the same on every Windows. */
export const wellKnownSids = { system: 'S-1-5-18', administrators: 'S-1-5-32-544', everyone: 'S-1-1-0', allServices: 'S-1-5-80-0' } as const

/** Where the product lives on a server. */
export const productNames = {
  service: 'CausewayConnector',
  programFolder: 'C:\\Program Files\\Causeway',
  dataFolder: 'C:\\ProgramData\\Causeway',
  /** Journal and logs of set-up; stays after an uninstall. */
  setupFolder: 'C:\\ProgramData\\Causeway Setup',
  firewallRulePrefix: 'Causeway',
} as const
