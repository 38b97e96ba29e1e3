/** By hand: the server itself. Pages whose check names one good command have that one. */
import { byHand, type CausePage, whoActs } from './cause-page.ts'

const again = 'causeway-setup check'

export const hostCauses = {
  CW1001: {
    confirm: [
      byHand(
        'whoami /groups | findstr "S-1-5-32-544 S-1-16-12288"',
        'Both lines are needed: member of Administrators, and running with a high integrity level. “Group used for deny only” means that the program was started without “Run as administrator”.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1002: {
    confirm: [
      byHand(
        'Get-CimInstance Win32_OperatingSystem | Format-List Caption, BuildNumber, ProductType, OSArchitecture',
        'ProductType 3 is a member server, 2 a domain controller, 1 a client. Build 14393 is 2016, 17763 is 2019, 20348 is 2022, 26100 is 2025.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1003: {
    confirm: [
      byHand(
        "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion').InstallationType",
        '`Server` has a desktop, `Server Core` none: use the command line there.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1004: {
    confirm: [byHand('(Get-CimInstance Win32_ComputerSystem).NumberOfLogicalProcessors', 'At least 2.')],
    who: 'Whoever runs the hypervisor of this server.',
    verify: again,
  },
  CW1005: {
    confirm: [byHand('(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory / 1GB', 'At least 4; a little less is shown as 4 GB.')],
    who: 'Whoever runs the hypervisor of this server.',
    verify: again,
  },
  CW1006: {
    confirm: [
      byHand('Get-Volume -DriveLetter C | Format-List Size, SizeRemaining', 'At least 20 GB remaining.'),
      byHand('Dism.exe /Online /Cleanup-Image /AnalyzeComponentStore', 'Says whether cleaning up old updates would win room.'),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1007: {
    confirm: [
      byHand(
        "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full').Release",
        '461808 (4.7.2) or more; 528040 and up is 4.8.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1008: {
    means:
      'A policy may forbid scripts (execution policy) or all but a small language (constrained language, by AppLocker or WDAC). Setup asks PowerShell for little and works without; some checks then say that they could not find out.',
    confirm: [
      byHand('Get-ExecutionPolicy -List', '`MachinePolicy` or `UserPolicy` other than `Undefined` come from group policy and win.'),
      byHand('$ExecutionContext.SessionState.LanguageMode', '`FullLanguage` is needed.'),
      byHand('$PSVersionTable.PSVersion', '5.1 or later, asked in powershell.exe.'),
    ],
    who: whoActs.policy,
    verify: again,
  },
  CW1009: {
    confirm: [
      byHand(
        'Get-Service CitrixWorkspaceCloud*, CitrixBrokerService, BrokerAgent, WAPCSvc, cloudflared, Tssdis -ErrorAction SilentlyContinue | Format-Table Name, Status, DisplayName',
        'Nothing is the right answer.',
      ),
      byHand(
        'Get-WindowsFeature | Where-Object Installed | Format-Table Name, DisplayName',
        'Roles beyond file services share this server with the connector.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1010: {
    means:
      'Windows waits for a restart, and a service installed before it may be lost or started half. Setup goes on by itself after the restart when it was told to.',
    confirm: [
      byHand(
        "Test-Path 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending', 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired'",
        '`True` in either means that a restart is due.',
      ),
      byHand(
        "(Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager').PendingFileRenameOperations",
        'Files that are replaced at the next start.',
      ),
    ],
    who: whoActs.administrator,
    verify: 'Restart-Computer; causeway-setup check',
  },
  CW1011: {
    confirm: [
      byHand(
        "Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components\\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}', 'HKLM:\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components\\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}' | Select-Object IsInstalled",
        'The first is for administrators, the second for users; `1` is on. Sign-in also works with a code on another device.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1012: {
    confirm: [
      byHand(
        "(Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\FipsAlgorithmPolicy').Enabled",
        '`1` is on. It is recorded only: what the connector uses is allowed.',
      ),
    ],
    who: whoActs.policy,
    verify: again,
  },
  CW1013: {
    confirm: [
      byHand(
        'powercfg /getactivescheme; powercfg /query SCHEME_CURRENT SUB_SLEEP STANDBYIDLE',
        'The scheme 8c5e7fda-… is high performance; the index of standby must be 0.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1014: {
    means:
      'The clock of this server differs from the control plane’s. Beyond five minutes Kerberos refuses, and certificates and proofs of this machine count as not yet valid or as replayed.',
    confirm: [
      byHand(
        'w32tm /query /status',
        'Source and last successful sync. `Local CMOS Clock` or `Free-running System Clock`: nobody sets this clock.',
      ),
      byHand(
        'w32tm /stripchart /computer:<domain controller> /samples:3 /dataonly',
        'The offset to a domain controller. When both are wrong alike, the domain’s own time is wrong.',
      ),
      byHand(
        'curl.exe -sI https://<host>/ | Select-String "^date"; (Get-Date).ToUniversalTime().ToString("r")',
        'The two lines may differ by a minute at most.',
      ),
    ],
    who: `${whoActs.administrator} In a domain whose own time is wrong: ${whoActs.directory}`,
    verify: 'w32tm /resync; causeway-setup check',
  },
  CW1015: {
    confirm: [
      byHand(
        "Get-ItemProperty 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU' -ErrorAction SilentlyContinue | Format-List",
        '`AUOptions` 4 installs by itself; `NoAutoRebootWithLoggedOnUsers` 1 keeps it from restarting under people.',
      ),
    ],
    who: whoActs.policy,
    verify: again,
  },
  CW1016: {
    confirm: [
      byHand(
        'Get-MpPreference | Select-Object -ExpandProperty ExclusionPath',
        'The folders of the connector; other scanners have their own console.',
      ),
    ],
    who: 'Whoever runs the virus scanner.',
    verify: again,
  },
  CW1017: {
    means:
      'A policy took “Log on as a service” from service accounts, or denies it to them. The service would be installed and not start (error 1069 or 1385).',
    confirm: [
      byHand(
        'secedit /export /cfg rights.inf /areas USER_RIGHTS; Select-String -Path rights.inf -Pattern "ServiceLogonRight"',
        '`SeServiceLogonRight` has to hold `*S-1-5-80-0` (ALL SERVICES) and `SeDenyServiceLogonRight` must not.',
      ),
      byHand('gpresult /h report.html', 'Names the policy that sets it.'),
    ],
    who: whoActs.policy,
    verify: again,
  },
  CW1018: {
    confirm: [
      byHand(
        'icacls "$env:ProgramData\\Causeway"; (Get-Item "$env:ProgramData\\Causeway" -Force).LinkType',
        'Absent is right before installation. A folder whose owner is an ordinary user, or a link, was put there by somebody: look at it before you delete it.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1019: {
    confirm: [
      byHand(
        'Get-Service CausewayConnector -ErrorAction SilentlyContinue; Get-ChildItem "$env:ProgramFiles\\Causeway", "$env:ProgramData\\Causeway" -ErrorAction SilentlyContinue; Get-NetFirewallRule -DisplayName Causeway* -ErrorAction SilentlyContinue',
        'What is there although no whole installation is. `causeway-setup check --fix host.existing-install` says what it removes, then removes it.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1020: {
    means:
      'The machine has another name, another GUID or other firmware than the one that was enrolled: a clone, a restored image, or a rename.',
    confirm: [
      byHand(
        "hostname; (Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Cryptography').MachineGuid; (Get-CimInstance Win32_ComputerSystemProduct).UUID",
        'Compare with the evidence of the check: what differs says whether it was renamed or copied.',
      ),
    ],
    who: whoActs.administrator,
    verify: 'causeway-setup enroll',
  },
} as const satisfies Record<string, CausePage>
