/** `causeway-setup check --json` on a real node.exe: the machine is turned from one state into another, and outcomes flip. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computerName, control, healthy, ieEsc, microsoft, rebootPending, server2022, services, system, tls12 } from './machine-states.ts'
import { changeRegistry, checkReport, missingForWine, outcomes, setKeyReadable, wine } from './wine-machine.ts'

const missing = missingForWine()

describe.skipIf(missing !== undefined)(`checks on Wine${missing === undefined ? '' : ` (${missing})`}`, () => {
  beforeAll(() => changeRegistry(healthy))
  afterAll(() => changeRegistry(healthy))

  test('a healthy server in a workgroup: local checks pass, what only PowerShell knows is an error', () => {
    const { report, code } = checkReport()
    expect(report.server.simulated).toBe(false)
    expect(report.server.system).toBe('Windows Server 2022 Standard')
    // In no domain, which blocks.
    expect(code).toBe(2)
    expect(outcomes()).toMatchObject({
      'host.elevated': 'pass elevated',
      'host.os-version': 'pass supported',
      'host.edition': 'pass desktop',
      'host.memory': expect.stringMatching(/^(pass|warn|fail) /) as string,
      'host.disk': 'pass enough',
      'host.dotnet': 'pass present',
      // Wine's powershell.exe ends with success and says nothing, which is no answer.
      'host.dedicated': 'error roles: PowerShell: it ended without an answer',
      'host.pending-reboot': 'pass none',
      'host.ie-esc': 'pass off',
      'host.fips': 'pass off',
      'host.power': 'pass highPerformance',
      'host.program-data': 'pass creatable',
      'host.existing-install': 'pass none',
      'identity.domain-joined': 'fail workgroup',
      'identity.not-domain-controller': 'pass member',
      'identity.secure-channel': 'skip heldUp',
      'network.adapter': 'pass up',
      'network.tcp-443': 'skip noControlPlane',
      'certificates.tls-settings': 'pass enabled',
    })
  })

  test('a client, a Core installation, an older and a newer server', () => {
    changeRegistry(system('19045', 'Windows 10 Pro', 'Professional', 'Client', 'WinNT'))
    expect(outcomes()).toMatchObject({ 'host.os-version': 'fail client', 'host.edition': 'skip heldUp' })
    changeRegistry(system('20348', 'Windows Server 2022 Datacenter', 'ServerDatacenter', 'Server Core', 'ServerNT'))
    expect(outcomes()).toMatchObject({ 'host.os-version': 'pass supported', 'host.edition': 'pass core' })
    changeRegistry(system('9600', 'Windows Server 2012 R2 Standard', 'ServerStandard', 'Server', 'ServerNT'))
    expect(outcomes()).toMatchObject({ 'host.os-version': 'fail older' })
    changeRegistry(system('29000', 'Windows Server 2030 Standard', 'ServerStandard', 'Server', 'ServerNT'))
    expect(outcomes()).toMatchObject({ 'host.os-version': 'warn newer' })
    changeRegistry(server2022)
  })

  test('everything wrong at once, each named by its own check', () => {
    changeRegistry({
      [rebootPending]: {},
      [tls12]: { Enabled: 0, DisabledByDefault: 1 },
      [ieEsc]: { IsInstalled: 1 },
      [`${control}\\Lsa\\FipsAlgorithmPolicy`]: { Enabled: 1 },
      [`${control}\\Power\\User\\PowerSchemes`]: { ActivePowerScheme: 'a1841308-3541-4fab-bc81-f71556f20b4a' },
      [`${microsoft}\\NET Framework Setup\\NDP\\v4\\Full`]: { Release: 394802 },
    })
    expect(outcomes()).toMatchObject({
      'host.pending-reboot': 'fail pending',
      'certificates.tls-settings': 'fail disabled',
      'host.ie-esc': 'warn on',
      'host.fips': expect.stringMatching(/ on$/) as string,
      'host.power': 'warn saving',
      'host.dotnet': 'warn older',
    })
    changeRegistry(healthy)
    expect(outcomes()).toMatchObject({
      'host.pending-reboot': 'pass none',
      'certificates.tls-settings': 'pass enabled',
      'host.ie-esc': 'pass off',
    })
  })

  test('files waiting to be renamed and a computer waiting for its new name are each enough for a restart', () => {
    changeRegistry({ [`${control}\\Session Manager`]: { PendingFileRenameOperations: ['\\??\\C:\\new.dll', '!\\??\\C:\\old.dll'] } })
    expect(outcomes()['host.pending-reboot']).toBe('fail pending')
    changeRegistry({ [`${control}\\Session Manager`]: { PendingFileRenameOperations: null } })
    const before = /ComputerName"?\s+REG_SZ\s+(\S+)/.exec(
      wine('reg', ['query', computerName.replace('HKEY_LOCAL_MACHINE', 'HKLM'), '/v', 'ComputerName']).output,
    )?.[1]
    changeRegistry({ [computerName]: { ComputerName: 'RENAMED' } })
    expect(outcomes()['host.pending-reboot']).toBe('fail pending')
    changeRegistry({ [computerName]: { ComputerName: before ?? 'VM' } })
    expect(outcomes()['host.pending-reboot']).toBe('pass none')
  })

  test("another vendor's connector service: named, and gone again", () => {
    expect(wine('sc', ['create', 'WAPCSvc', 'binPath=', 'C:\\wapc.exe', 'DisplayName=', 'Entra private network connector']).code).toBe(0)
    const { report } = checkReport()
    const dedicated = report.rows.find(({ id }) => id === 'host.dedicated')?.state
    expect(dedicated).toMatchObject({ is: 'done', result: { outcome: 'fail', finding: 'foreignConnector' } })
    expect(JSON.stringify(dedicated)).toContain('WAPCSvc')
    expect(wine('sc', ['delete', 'WAPCSvc']).code).toBe(0)
    expect(outcomes()['host.dedicated']).toMatch(/^error/)
  })

  test('joined to a domain: a member; the trust that Wine cannot verify is an error, never a pass', () => {
    changeRegistry({ [`${services}\\Tcpip\\Parameters`]: { Domain: 'corp.contoso.example' } })
    expect(outcomes()).toMatchObject({
      'identity.domain-joined': 'pass joined',
      'identity.not-domain-controller': 'pass member',
      'identity.secure-channel': expect.stringMatching(/^error secureChannelStatus: I_NetLogonControl2/) as string,
    })
    changeRegistry(system('20348', 'Windows Server 2022 Standard', 'ServerStandard', 'Server', 'LanmanNT'))
    expect(outcomes()['identity.not-domain-controller']).toBe('fail domainController')
    changeRegistry(healthy)
  })

  test('a key that may not be read is an error with the reason, and hides nothing else', () => {
    const key = 'Software\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full'
    setKeyReadable(key, false)
    try {
      const now = outcomes()
      expect(now['host.dotnet']).toMatch(/^error dotnetRelease: .*answered 5$/)
      expect(now['host.fips']).toBe('pass off')
    } finally {
      setKeyReadable(key, true)
    }
    expect(outcomes()['host.dotnet']).toBe('pass present')
  })

  test('a value of the wrong type is an error, not a guess', () => {
    changeRegistry({ [`${control}\\Lsa\\FipsAlgorithmPolicy`]: { Enabled: 'yes' } })
    expect(outcomes()['host.fips']).toMatch(/^error fipsMode: the value is string/)
    changeRegistry({ [`${control}\\Lsa\\FipsAlgorithmPolicy`]: { Enabled: null } })
  })
})
