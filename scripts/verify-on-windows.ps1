<#
.SYNOPSIS
Proves on a real Windows Server what cannot be proven elsewhere, before and after Causeway is installed on it.

.DESCRIPTION
Run it as an administrator in Windows PowerShell 5.1 (PowerShell 7 works too). It changes nothing on the server. Each line ends
as pass, FAIL or skip with what was found; the exit code is the number of lines that failed (at most 100). docs/proof.md lists
what is proven only here.

  before   the server's own facts against what Causeway reads, and that nothing of Causeway is there
  after    additionally the installed service, its account, rights, files, events and the entry under Apps
  consent  Windows' consent prompt, answered by a person: in a console that is NOT elevated, while the program is installed

.PARAMETER Phase
before, after or consent.

.PARAMETER Json
File for the same as JSON.

.PARAMETER Program
Folder of set-up's own program: it holds setup\command-line.js. The installed one unless said; before the installation that of
a build (out\app).

.PARAMETER Node
node.exe that runs set-up. The installed one unless said.

.EXAMPLE
powershell -NoProfile -File verify-on-windows.ps1 -Phase before -Program C:\build\out\app -Node C:\build\node.exe -Json before.json
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][ValidateSet('before', 'after', 'consent')][string]$Phase,
    [string]$Json = '',
    [string]$Program = '',
    [string]$Node = ''
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Names of the product; tests/unit/scripts/verify-on-windows.test.ts holds them to the product's own.
$names = @{
    Service = 'CausewayConnector'
    Account = 'NT SERVICE\CausewayConnector'
    ProgramFolder = Join-Path -Path $env:ProgramFiles -ChildPath 'Causeway'
    SetupProgram = Join-Path -Path $env:ProgramFiles -ChildPath 'Causeway Setup'
    DataFolder = Join-Path -Path $env:ProgramData -ChildPath 'Causeway'
    SetupFolder = Join-Path -Path $env:ProgramData -ChildPath 'Causeway Setup'
    EventSource = 'CausewayConnector'
    FirewallPrefix = 'Causeway'
    Key = 'identity\machine.key'
}
$recovery = @{ ResetSeconds = 86400; Delays = @(5000, 30000, 120000) }
$eventIds = @(100, 101, 102, 110, 200, 201, 202, 300, 400, 401)
$privileges = @('SeChangeNotifyPrivilege')
$systemSid = 'S-1-5-18'
$administratorsSid = 'S-1-5-32-544'
$serviceKey = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $names.Service
$runOnceKey = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\RunOnce'
$runOnceName = 'CausewaySetup'
$uninstallKeys = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall'
if (-not $Program) { $Program = Join-Path -Path $names.SetupProgram -ChildPath 'resources' }
if (-not $Node) { $Node = Join-Path -Path $names.SetupProgram -ChildPath 'resources\connector\node.exe' }

$results = New-Object -TypeName System.Collections.ArrayList

function Test-Line {
    # The block says what it found, or throws what is wrong. 'skip: why' as its only output is a skip.
    param([string]$Id, [string]$What, [scriptblock]$Block)
    $outcome = 'pass'
    try {
        $detail = (@(& $Block) | ForEach-Object { "$_" }) -join '; '
        if ($detail -like 'skip: *') { $outcome = 'skip' }
    } catch {
        $outcome = 'FAIL'
        $detail = "$($_.Exception.Message)"
    }
    [void]$results.Add([ordered]@{ id = $Id; what = $What; outcome = $outcome; detail = $detail })
    Write-Host ('{0,-4}  {1,-34} {2}{3}' -f $outcome, $Id, $What, $(if ($detail) { ': ' + $detail } else { '' }))
}

function Assert-Equal {
    param($Found, $Wanted, [string]$Of)
    if ("$Found" -ne "$Wanted") { throw "$Of is '$Found' and should be '$Wanted'" }
    "$Of $Found"
}

function Get-ValueOrNull {
    param([string]$Path, [string]$Name)
    if (-not (Test-Path -LiteralPath $Path)) { return $null }
    $item = Get-Item -LiteralPath $Path
    if ($item.GetValueNames() -notcontains $Name) { return $null }
    # Without the comma a binary value would come out byte by byte.
    , $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames')
}

function Get-SidText {
    param([string]$Account)
    (New-Object -TypeName System.Security.Principal.NTAccount -ArgumentList $Account).Translate([System.Security.Principal.SecurityIdentifier]).Value
}

function Get-AccessRow {
    # Rules of an access list by SID: names are translated, SIDs are not.
    param([string]$Path)
    $acl = Get-Acl -LiteralPath $Path
    foreach ($rule in $acl.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
        New-Object -TypeName PSObject -Property @{ Sid = $rule.IdentityReference.Value; Rights = [int]$rule.FileSystemRights; Allow = ("$($rule.AccessControlType)" -eq 'Allow') }
    }
}

function Assert-Closed {
    # Owned by the system or administrators, inherits nothing, and nobody else is named.
    param([string]$Path, [string[]]$Allowed)
    $acl = Get-Acl -LiteralPath $Path
    $owner = $acl.GetOwner([System.Security.Principal.SecurityIdentifier]).Value
    if (@($systemSid, $administratorsSid) -notcontains $owner) { throw "$Path is owned by $owner" }
    if (-not $acl.AreAccessRulesProtected) { throw "$Path inherits access" }
    $others = @(Get-AccessRow -Path $Path | Where-Object { $_.Allow -and $Allowed -notcontains $_.Sid } | ForEach-Object { $_.Sid })
    if ($others.Count -gt 0) { throw "$Path is open to $($others -join ', ')" }
    "$Path owner $owner"
}

function Invoke-Setup {
    # What causeway-setup check --json reports about this server.
    $commandLine = Join-Path -Path $Program -ChildPath 'setup\command-line.js'
    if (-not (Test-Path -LiteralPath $Node)) { throw "$Node is not there" }
    if (-not (Test-Path -LiteralPath $commandLine)) { throw "$commandLine is not there" }
    $answer = [System.IO.Path]::GetTempFileName()
    try {
        $process = Start-Process -FilePath $Node -ArgumentList ('"' + $commandLine + '"'), 'check', '--json' -RedirectStandardOutput $answer -NoNewWindow -PassThru -Wait
        if (@(0, 2) -notcontains $process.ExitCode) { throw "causeway-setup check ended with $($process.ExitCode)" }
        Get-Content -LiteralPath $answer -Raw -Encoding UTF8 | ConvertFrom-Json
    } finally {
        Remove-Item -LiteralPath $answer -Force
    }
}

$script:report = $null
function Get-Evidence {
    # One measured value of one check, as set-up reports it.
    param([string]$Check, [string]$Label)
    if ($null -eq $script:report) { $script:report = Invoke-Setup }
    $row = @($script:report.rows | Where-Object { $_.id -eq $Check })
    if ($row.Count -ne 1) { throw "no check $Check" }
    if ($row[0].state.is -ne 'done') { throw "$Check is $($row[0].state.is)" }
    $found = @($row[0].state.result.evidence | Where-Object { $_.label -eq $Label })
    if ($found.Count -eq 0) { throw "$Check measured no $Label" }
    [string]$found[0].value
}

function Get-UserRight {
    # SIDs with a right, from the local security policy. The file has no translated words.
    param([string]$Right)
    $file = [System.IO.Path]::GetTempFileName()
    try {
        $null = & "$env:SystemRoot\System32\secedit.exe" /export /areas USER_RIGHTS /cfg $file /quiet
        foreach ($line in Get-Content -LiteralPath $file) {
            if ($line -match ('^' + $Right + '\s*=\s*(.+)$')) { return @($Matches[1].Split(',') | ForEach-Object { $_.Trim().TrimStart('*') }) }
        }
    } finally {
        Remove-Item -LiteralPath $file -Force
    }
}

$nativeSource = @'
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
public static class CausewayVerify {
    [DllImport("netapi32.dll")] static extern int DsRoleGetPrimaryDomainInformation([MarshalAs(UnmanagedType.LPWStr)] string server, int level, out IntPtr info);
    [DllImport("netapi32.dll")] static extern void DsRoleFreeMemory(IntPtr info);
    [DllImport("kernel32.dll", SetLastError = true)] static extern IntPtr OpenProcess(int access, bool inherit, int id);
    [DllImport("kernel32.dll")] static extern bool CloseHandle(IntPtr handle);
    [DllImport("advapi32.dll", SetLastError = true)] static extern bool OpenProcessToken(IntPtr process, int access, out IntPtr token);
    [DllImport("advapi32.dll", SetLastError = true)] static extern bool GetTokenInformation(IntPtr token, int kind, IntPtr info, int length, out int needed);
    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)] static extern bool LookupPrivilegeName(string system, ref long luid, StringBuilder name, ref int length);
    public static int DomainRole() {
        IntPtr info;
        int status = DsRoleGetPrimaryDomainInformation(null, 1, out info);
        if (status != 0) throw new InvalidOperationException("DsRoleGetPrimaryDomainInformation answered " + status);
        try { return Marshal.ReadInt32(info); } finally { DsRoleFreeMemory(info); }
    }
    public static string[] Privileges(int processId) {
        IntPtr process = OpenProcess(0x1000, false, processId);
        if (process == IntPtr.Zero) throw new InvalidOperationException("OpenProcess: " + Marshal.GetLastWin32Error());
        IntPtr token = IntPtr.Zero, info = IntPtr.Zero;
        try {
            if (!OpenProcessToken(process, 8, out token)) throw new InvalidOperationException("OpenProcessToken: " + Marshal.GetLastWin32Error());
            int length;
            GetTokenInformation(token, 3, IntPtr.Zero, 0, out length);
            info = Marshal.AllocHGlobal(length);
            if (!GetTokenInformation(token, 3, info, length, out length)) throw new InvalidOperationException("GetTokenInformation: " + Marshal.GetLastWin32Error());
            var found = new List<string>();
            for (int i = 0; i < Marshal.ReadInt32(info); i++) {
                long luid = Marshal.ReadInt64(info, 4 + 12 * i);
                int size = 256;
                var name = new StringBuilder(size);
                if (LookupPrivilegeName(null, ref luid, name, ref size)) found.Add(name.ToString());
            }
            return found.ToArray();
        } finally {
            if (info != IntPtr.Zero) Marshal.FreeHGlobal(info);
            if (token != IntPtr.Zero) CloseHandle(token);
            CloseHandle(process);
        }
    }
}
'@

function Invoke-Elevation {
    # What set-up's launcher tells of starting node.exe with a script through the consent prompt: one JSON object a line.
    param([string]$Script)
    $launcher = Join-Path -Path $Program -ChildPath 'setup\elevate.js'
    foreach ($needed in $Node, $launcher) { if (-not (Test-Path -LiteralPath $needed)) { throw "$needed is not there" } }
    $request = ConvertTo-Json -Compress -InputObject @{ program = $Node; values = '"' + $Script + '"'; folder = (Split-Path -Path $Script -Parent); owner = '0' }
    @($request | & $Node $launcher | ForEach-Object { $_ | ConvertFrom-Json })
}

# ---- this server -------------------------------------------------------------------------------------------------------

if ($Phase -ne 'consent') {
    Test-Line 'run.administrator' 'this script runs as an administrator' {
        $principal = New-Object -TypeName System.Security.Principal.WindowsPrincipal -ArgumentList ([System.Security.Principal.WindowsIdentity]::GetCurrent())
        if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) { throw 'run it in an elevated console' }
    }
    Test-Line 'run.native' 'calls to Windows can be made' {
        if (-not ('CausewayVerify' -as [type])) { Add-Type -TypeDefinition $nativeSource }
    }
    Test-Line 'run.report' 'causeway-setup check answers on this server' {
        $script:report = Invoke-Setup
        "verdict $($script:report.verdict), $(@($script:report.rows).Count) checks"
    }
    Test-Line 'fact.build' 'build and kind of Windows' {
        $os = Get-CimInstance -ClassName Win32_OperatingSystem
        $kinds = @{ 1 = 'client'; 2 = 'domainController'; 3 = 'server' }
        $build = (Get-Evidence -Check 'host.os-version' -Label 'build').Split('.')[0]
        Assert-Equal -Found $build -Wanted $os.BuildNumber -Of 'build'
        Assert-Equal -Found (Get-Evidence -Check 'host.os-version' -Label 'productType') -Wanted $kinds[[int]$os.ProductType] -Of 'kind'
    }
    Test-Line 'fact.domain-role' 'role in the domain: ours, WMI and DsRole agree' {
        $roles = 'standaloneWorkstation', 'memberWorkstation', 'standaloneServer', 'memberServer', 'backupDomainController', 'primaryDomainController'
        $computer = Get-CimInstance -ClassName Win32_ComputerSystem
        Assert-Equal -Found ([CausewayVerify]::DomainRole()) -Wanted $computer.DomainRole -Of 'DsRole'
        Assert-Equal -Found (Get-Evidence -Check 'identity.domain-joined' -Label 'domainRole') -Wanted $roles[[int]$computer.DomainRole] -Of 'role'
        if ($computer.PartOfDomain) { Assert-Equal -Found (Get-Evidence -Check 'identity.domain-joined' -Label 'domain') -Wanted $computer.Domain -Of 'domain' }
    }
    Test-Line 'fact.secure-channel' 'trust to the domain: ours and Test-ComputerSecureChannel agree' {
        if (-not (Get-CimInstance -ClassName Win32_ComputerSystem).PartOfDomain) { return 'skip: this server is in no domain' }
        if (-not (Get-Command -Name Test-ComputerSecureChannel -ErrorAction Ignore)) { return 'skip: PowerShell 7 has no Test-ComputerSecureChannel' }
        $trusted = (Get-Evidence -Check 'identity.secure-channel' -Label 'secureChannelStatus') -eq '0'
        Assert-Equal -Found $trusted -Wanted (Test-ComputerSecureChannel) -Of 'trusted'
    }
    Test-Line 'fact.kerberos-ticket' 'a fresh ticket for the machine: ours and klist agree' {
        if (-not (Get-CimInstance -ClassName Win32_ComputerSystem).PartOfDomain) { return 'skip: this server is in no domain' }
        $domain = (Get-CimInstance -ClassName Win32_ComputerSystem).Domain.ToUpperInvariant()
        # Only its exit code is read: its words are in the language of the server.
        $null = & "$env:SystemRoot\System32\klist.exe" -li 0x3e7 get "krbtgt/$domain"
        $given = $LASTEXITCODE -eq 0
        Assert-Equal -Found ((Get-Evidence -Check 'identity.sign-in' -Label 'ticketStatus') -eq '0') -Wanted $given -Of 'ticket'
    }
    Test-Line 'fact.trusts' 'trusts of the domain: every one that .NET lists is among ours' {
        if (-not (Get-CimInstance -ClassName Win32_ComputerSystem).PartOfDomain) { return 'skip: this server is in no domain' }
        $wanted = @([System.DirectoryServices.ActiveDirectory.Domain]::GetComputerDomain().GetAllTrustRelationships() | ForEach-Object { $_.TargetName })
        $row = @($script:report.rows | Where-Object { $_.id -eq 'identity.trusts' })
        $ours = @($row[0].state.result.evidence | Where-Object { $_.label -eq 'trust' } | ForEach-Object { ([string]$_.value).Split(':')[0] })
        foreach ($name in $wanted) { if ($ours -notcontains $name) { throw "$name is missing in $($ours -join ', ')" } }
        "$($wanted.Count) trusts"
    }
    Test-Line 'fact.power' 'power plan' {
        $text = (& "$env:SystemRoot\System32\powercfg.exe" /getactivescheme) -join ' '
        if ($text -notmatch '([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})') { throw 'powercfg named no plan' }
        $active = $Matches[1]
        if ((Get-Evidence -Check 'host.power' -Label 'powerScheme') -notlike "*$active*") { throw "active is $active" }
        $active
    }
    Test-Line 'fact.logon-right' 'who may log on as a service: ours and the security policy agree' {
        $wanted = (@(Get-UserRight -Right 'SeServiceLogonRight') | Sort-Object) -join ', '
        $ours = ((Get-Evidence -Check 'host.service-logon-right' -Label 'logOnAsService').Split(',') | ForEach-Object { $_.Trim() } | Sort-Object) -join ', '
        # The policy may name accounts instead of SIDs, so only those that are SIDs are compared.
        foreach ($sid in $wanted.Split(',') | ForEach-Object { $_.Trim() } | Where-Object { $_ -like 'S-1-*' }) {
            if ($ours -notlike "*$sid*") { throw "$sid is missing in $ours" }
        }
        $wanted
    }
    Test-Line 'fact.firewall-default' 'an outbound default that nobody set is allow' {
        $blocked = @(Get-NetFirewallProfile -PolicyStore ActiveStore | Where-Object { "$($_.DefaultOutboundAction)" -eq 'Block' } | ForEach-Object { $_.Name })
        if ($blocked.Count -gt 0) { "blocked in $($blocked -join ', ')" } else { 'allow' }
    }
    Test-Line 'fact.execution-policy' 'execution policy' {
        $effective = 'Restricted'
        foreach ($scope in 'MachinePolicy', 'UserPolicy', 'CurrentUser', 'LocalMachine') {
            $policy = "$(Get-ExecutionPolicy -Scope $scope)"
            if ($policy -ne 'Undefined') { $effective = $policy; break }
            if ($scope -eq 'LocalMachine') { $effective = if ((Get-CimInstance -ClassName Win32_OperatingSystem).ProductType -eq 1) { 'Restricted' } else { 'RemoteSigned' } }
        }
        Assert-Equal -Found (Get-Evidence -Check 'host.powershell' -Label 'executionPolicy') -Wanted $effective -Of 'policy'
    }
    Test-Line 'powershell.language' 'language mode through the door' {
        Assert-Equal -Found (Get-Evidence -Check 'host.powershell' -Label 'languageMode') -Wanted "$($ExecutionContext.SessionState.LanguageMode)" -Of 'mode'
    }
    Test-Line 'powershell.roles' 'roles through the door are those of Get-WindowsFeature' {
        if (-not (Get-Command -Name Get-WindowsFeature -ErrorAction Ignore)) { return 'skip: not a server, or PowerShell 7 without its modules' }
        $wanted = (@(Get-WindowsFeature | Where-Object { $_.Installed } | ForEach-Object { $_.Name }) | Sort-Object) -join ', '
        $ours = ((Get-Evidence -Check 'host.dedicated' -Label 'roles').Split(',') | ForEach-Object { $_.Trim() } | Sort-Object) -join ', '
        if ($ours -ne $wanted) { throw "ours: $ours; Windows: $wanted" }
        $wanted.Length.ToString() + ' characters of names'
    }
    Test-Line 'powershell.defender' 'exclusions of Defender through the door' {
        if (-not (Get-Command -Name Get-MpPreference -ErrorAction Ignore)) { return 'skip: no Defender on this server' }
        $wanted = @((Get-MpPreference).ExclusionPath | Where-Object { $_ })
        $ours = Get-Evidence -Check 'host.antivirus' -Label 'defenderExclusions'
        foreach ($path in $wanted | Select-Object -First 20) { if ($ours -notlike "*$([System.Management.Automation.WildcardPattern]::Escape($path))*") { throw "$path is missing in $ours" } }
        "$($wanted.Count) exclusions"
    }
    Test-Line 'powershell.script' 'the shipped script in Windows PowerShell 5.1: every section in time, ASCII only' {
        $facts = Join-Path -Path $Program -ChildPath 'setup\powershell\facts.ps1'
        if (-not (Test-Path -LiteralPath $facts)) { throw "$facts is not there" }
        $shell = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        # Through standard input, as the product does: quotes in arguments differ between PowerShells.
        $asked = '{"sections":["roles","defender","modules"]}'
        $text = "& '{0}' -Marker '@@verify' -InputJson '{1}'" -f $facts, $asked
        $lines = @($text | & $shell -NoProfile -NonInteractive -Command '-')
        foreach ($line in $lines) { if ("$line" -cmatch '[^\x20-\x7e]') { throw 'a line is not ASCII' } }
        $ended = @($lines | Where-Object { "$_" -like '@@verify *"t":"section"*' })
        if ($ended.Count -ne 3) { throw "$($ended.Count) sections of 3" }
        $refused = @($ended | Where-Object { $_ -notlike '*"ok":true*' } | ForEach-Object { ($_ -split '"')[7] })
        if ($refused.Count -gt 0) { "refused: $($refused -join ', ')" }
        "$($watch.ElapsedMilliseconds) ms, cold start included"
    }
}

# ---- nothing there yet -------------------------------------------------------------------------------------------------

if ($Phase -eq 'before') {
    Test-Line 'before.service' 'no connector service' {
        if (Test-Path -LiteralPath $serviceKey) { throw "$serviceKey is there" }
    }
    Test-Line 'before.folders' 'no folders of the product' {
        foreach ($folder in $names.ProgramFolder, $names.DataFolder) { if (Test-Path -LiteralPath $folder) { throw "$folder is there" } }
    }
    Test-Line 'before.event-source' 'no event source' {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\Application\' + $names.EventSource
        if (Test-Path -LiteralPath $key) { throw "$key is there" }
    }
    Test-Line 'before.firewall' 'no firewall rule' {
        $rules = @(Get-NetFirewallRule -PolicyStore PersistentStore | Where-Object { $_.Name -like ($names.FirewallPrefix + '*') })
        if ($rules.Count -gt 0) { throw $rules[0].Name }
    }
    Test-Line 'before.apps' 'no entry among the programs, of an MSI neither' {
        $entries = @(Get-ChildItem -Path $uninstallKeys -ErrorAction Ignore | Where-Object { @('Causeway', 'Causeway Connector') -contains $_.GetValue('DisplayName') })
        if ($entries.Count -gt 0) { throw $entries[0].Name }
    }
    Test-Line 'before.pending-renames' 'no file of the product waits for a restart' {
        # An uninstaller of NSIS leaves the copy of itself among the temporary files to the next start, and nothing else.
        $waiting = @(Get-ValueOrNull -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager' -Name 'PendingFileRenameOperations' | Where-Object { $_ })
        $ours = @($waiting | Where-Object { $_ -like '*\Causeway*' })
        if ($ours.Count -gt 0) { throw $ours[0] }
        "$($waiting.Count) of others"
    }
    Test-Line 'before.run-once' 'nothing of the product starts after a restart' {
        $command = Get-ValueOrNull -Path $runOnceKey -Name $runOnceName
        if ($null -ne $command) { throw $command }
    }
}

# ---- installed ---------------------------------------------------------------------------------------------------------

if ($Phase -eq 'after') {
    $script:service = $null
    Test-Line 'service.running' 'the service runs, as its own virtual account, started with delay' {
        $script:service = Get-CimInstance -ClassName Win32_Service -Filter "Name='$($names.Service)'"
        if ($null -eq $script:service) { throw 'it is not registered' }
        Assert-Equal -Found $script:service.State -Wanted 'Running' -Of 'state'
        Assert-Equal -Found $script:service.StartName -Wanted $names.Account -Of 'account'
        Assert-Equal -Found (Get-ValueOrNull -Path $serviceKey -Name 'DelayedAutostart') -Wanted 1 -Of 'delayed'
    }
    Test-Line 'service.sid' 'its process belongs to the SID of the service' {
        Assert-Equal -Found (Get-ValueOrNull -Path $serviceKey -Name 'ServiceSidType') -Wanted 1 -Of 'SID type'
        $process = Get-CimInstance -ClassName Win32_Process -Filter "ProcessId=$($script:service.ProcessId)"
        $owner = (Invoke-CimMethod -InputObject $process -MethodName GetOwnerSid).Sid
        Assert-Equal -Found $owner -Wanted (Get-SidText -Account $names.Account) -Of 'owner'
    }
    Test-Line 'service.privileges' 'its token holds only the privileges that it was given' {
        Assert-Equal -Found (@(Get-ValueOrNull -Path $serviceKey -Name 'RequiredPrivileges') -join ',') -Wanted ($privileges -join ',') -Of 'required'
        $held = @([CausewayVerify]::Privileges([int]$script:service.ProcessId) | Sort-Object)
        Assert-Equal -Found ($held -join ',') -Wanted (($privileges | Sort-Object) -join ',') -Of 'held'
    }
    Test-Line 'service.recovery' 'Windows starts it again after it ended by itself' {
        # SERVICE_FAILURE_ACTIONS as the registry keeps it: reset period, four more numbers, then pairs of kind and delay.
        $bytes = [byte[]](Get-ValueOrNull -Path $serviceKey -Name 'FailureActions')
        if ($null -eq $bytes -or $bytes.Length -lt 20) { throw 'no recovery actions' }
        Assert-Equal -Found ([BitConverter]::ToInt32($bytes, 0)) -Wanted $recovery.ResetSeconds -Of 'reset'
        $count = [BitConverter]::ToInt32($bytes, 12)
        Assert-Equal -Found $count -Wanted $recovery.Delays.Count -Of 'actions'
        for ($i = 0; $i -lt $count; $i++) {
            if ([BitConverter]::ToInt32($bytes, 20 + 8 * $i) -ne 1) { throw "action $i is no restart" }
            Assert-Equal -Found ([BitConverter]::ToInt32($bytes, 24 + 8 * $i)) -Wanted $recovery.Delays[$i] -Of "delay $i"
        }
        Assert-Equal -Found (Get-ValueOrNull -Path $serviceKey -Name 'FailureActionsOnNonCrashFailures') -Wanted 1 -Of 'also on exit codes'
    }
    Test-Line 'service.logon-right' 'the account may log on as a service, and no policy denies it' {
        $sids = @(Get-SidText -Account $names.Account) + 'S-1-5-80-0' + $names.Service
        if (@(Get-UserRight -Right 'SeServiceLogonRight' | Where-Object { $sids -contains $_ }).Count -eq 0) { throw 'neither it nor all services' }
        $denied = @(Get-UserRight -Right 'SeDenyServiceLogonRight' | Where-Object { $sids -contains $_ })
        if ($denied.Count -gt 0) { throw "denied to $($denied -join ', ')" }
    }
    Test-Line 'service.own-node' 'it runs the shipped, signed node.exe of its version' {
        $path = (Get-ValueOrNull -Path $serviceKey -Name 'ImagePath').Trim()
        if ($path -notmatch '^"([^"]+\\node\.exe)"|^(\S+\\node\.exe)') { throw $path }
        $program = if ($Matches.ContainsKey(1)) { $Matches[1] } else { $Matches[2] }
        if ($program -notlike (Join-Path -Path $names.ProgramFolder -ChildPath 'connector\*')) { throw "$program is elsewhere" }
        $signature = Get-AuthenticodeSignature -LiteralPath $program
        Assert-Equal -Found $signature.Status -Wanted 'Valid' -Of 'signature'
        $signature.SignerCertificate.Subject
    }
    Test-Line 'package.node-signature' 'the node.exe that set-up starts elevated is signed, and is the one of the service' {
        $shipped = Join-Path -Path $names.SetupProgram -ChildPath 'resources\connector\node.exe'
        $signature = Get-AuthenticodeSignature -LiteralPath $shipped
        Assert-Equal -Found $signature.Status -Wanted 'Valid' -Of 'signature'
        $path = (Get-ValueOrNull -Path $serviceKey -Name 'ImagePath').Split('"')[1]
        Assert-Equal -Found (Get-FileHash -LiteralPath $path).Hash -Wanted (Get-FileHash -LiteralPath $shipped).Hash -Of 'hash'
    }
    Test-Line 'package.signature' 'the program and its uninstaller are signed, by one certificate' {
        $signatures = @('Causeway.exe', 'Uninstall Causeway.exe' | ForEach-Object { Get-AuthenticodeSignature -LiteralPath (Join-Path -Path $names.SetupProgram -ChildPath $_) })
        if (@($signatures | Where-Object { "$($_.Status)" -ne 'NotSigned' }).Count -eq 0) { return 'skip: it was packaged without a certificate' }
        foreach ($signature in $signatures) { Assert-Equal -Found $signature.Status -Wanted 'Valid' -Of (Split-Path -Path $signature.Path -Leaf) }
        Assert-Equal -Found $signatures[1].SignerCertificate.Thumbprint -Wanted $signatures[0].SignerCertificate.Thumbprint -Of 'certificate'
    }
    Test-Line 'package.no-elevate' "no program of electron-builder's for elevation is shipped" {
        $found = @(Get-ChildItem -LiteralPath $names.SetupProgram -Recurse -Force -Filter 'elevate.exe')
        if ($found.Count -gt 0) { throw $found[0].FullName }
    }
    Test-Line 'restart.run-once' 'what goes on after a restart starts a program that only administrators may change' {
        $command = Get-ValueOrNull -Path $runOnceKey -Name $runOnceName
        if ($null -eq $command) { return 'nothing waits' }
        if ($command -notmatch '^"([^"]+)"') { throw "no quoted program in $command" }
        if (-not (Test-Path -LiteralPath $Matches[1])) { throw "$($Matches[1]) is not there" }
        if ($Matches[1] -notlike ($names.SetupProgram + '\*')) { throw "$($Matches[1]) is elsewhere" }
        $command
    }
    Test-Line 'access.data' 'data folder: only the system, administrators and the service' {
        $allowed = @($systemSid, $administratorsSid, (Get-SidText -Account $names.Account))
        Assert-Closed -Path $names.DataFolder -Allowed $allowed
        foreach ($file in Get-ChildItem -LiteralPath $names.DataFolder -Recurse -Force) {
            $others = @(Get-AccessRow -Path $file.FullName | Where-Object { $_.Allow -and $allowed -notcontains $_.Sid })
            if ($others.Count -gt 0) { throw "$($file.FullName) is open to $($others[0].Sid)" }
        }
    }
    Test-Line 'access.setup' 'set-up folder: only the system and administrators' {
        Assert-Closed -Path $names.SetupFolder -Allowed @($systemSid, $administratorsSid)
    }
    Test-Line 'access.program' 'nobody but administrators and the system may change the programs' {
        # Write, append, delete, change permissions, take ownership.
        $write = 0x2 -bor 0x4 -bor 0x10000 -bor 0x40000 -bor 0x80000
        $open = 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545', (Get-SidText -Account $names.Account)
        foreach ($folder in $names.ProgramFolder, $names.SetupProgram) {
            $bad = @(Get-AccessRow -Path $folder | Where-Object { $_.Allow -and $open -contains $_.Sid -and ($_.Rights -band $write) -ne 0 })
            if ($bad.Count -gt 0) { throw "$folder may be changed by $($bad[0].Sid)" }
        }
    }
    Test-Line 'secret.key' 'the machine key is wrapped by DPAPI, and cannot be unwrapped without its purpose' {
        $file = Join-Path -Path $names.DataFolder -ChildPath $names.Key
        $bytes = [System.IO.File]::ReadAllBytes($file)
        if ([System.Text.Encoding]::ASCII.GetString($bytes) -like '*PRIVATE KEY*') { throw 'it lies there in plain text' }
        # A DPAPI blob begins with version 1 and the GUID of its provider, df9d8cd0-1501-11d1-8c7a-00c04fc297eb.
        Assert-Equal -Found ([BitConverter]::ToString($bytes, 0, 8)) -Wanted '01-00-00-00-D0-8C-9D-DF' -Of 'head'
        Add-Type -AssemblyName System.Security
        $unwrapped = $true
        try { $null = [System.Security.Cryptography.ProtectedData]::Unprotect($bytes, $null, 'LocalMachine') } catch { $unwrapped = $false }
        if ($unwrapped) { throw 'it was unwrapped without the purpose' }
    }
    Test-Line 'network.no-port' 'the service and its worker listen on no port' {
        $ids = @([int]$script:service.ProcessId)
        $ids += @(Get-CimInstance -ClassName Win32_Process -Filter "ParentProcessId=$($ids[0])" | ForEach-Object { [int]$_.ProcessId })
        $listening = @(Get-NetTCPConnection -State Listen -ErrorAction Ignore | Where-Object { $ids -contains $_.OwningProcess })
        if ($listening.Count -gt 0) { throw "port $($listening[0].LocalPort) is open" }
        $out = @(Get-NetTCPConnection -State Established -ErrorAction Ignore | Where-Object { $ids -contains $_.OwningProcess } | ForEach-Object { "$($_.RemotePort)" } | Sort-Object -Unique)
        "$($ids.Count) processes, outbound to $($out -join ', ')"
    }
    Test-Line 'events.source' 'the event source is registered, and its file is there' {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\Application\' + $names.EventSource
        $file = Get-ValueOrNull -Path $key -Name 'EventMessageFile'
        if ($null -eq $file) { throw "$key has no EventMessageFile" }
        $file = [System.Environment]::ExpandEnvironmentVariables($file)
        if (-not (Test-Path -LiteralPath $file)) { throw "$file is not there" }
        $file
    }
    Test-Line 'events.shown' 'events are there, with known numbers and sentences' {
        $events = @(Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = $names.EventSource } -MaxEvents 50)
        $strange = @($events | Where-Object { $eventIds -notcontains $_.Id })
        if ($strange.Count -gt 0) { throw "number $($strange[0].Id) is not one of ours" }
        if ($events.Id -notcontains 100) { throw 'no event says that the service started' }
        $mute = @($events | Where-Object { -not $_.Message })
        if ($mute.Count -gt 0) { throw "event $($mute[0].Id) is shown without a sentence" }
        "$($events.Count) events"
    }
    Test-Line 'firewall.rule' 'the firewall rule is there and enabled' {
        $rules = @(Get-NetFirewallRule -PolicyStore PersistentStore | Where-Object { $_.Name -like ($names.FirewallPrefix + '*') })
        if ($rules.Count -eq 0) { throw 'there is none' }
        foreach ($rule in $rules) {
            Assert-Equal -Found $rule.Direction -Wanted 'Outbound' -Of $rule.Name
            Assert-Equal -Found $rule.Enabled -Wanted 'True' -Of $rule.Name
        }
    }
    Test-Line 'apps.entry' 'Apps & Features: version, publisher, Modify and Uninstall' {
        $entries = @(Get-ChildItem -Path $uninstallKeys -ErrorAction Ignore | Where-Object { $_.GetValue('DisplayName') -eq 'Causeway' -and $_.GetValue('SystemComponent') -ne 1 })
        if ($entries.Count -ne 1) { throw "$($entries.Count) entries" }
        if ($entries[0].GetValue('WindowsInstaller') -eq 1) { return "$($entries[0].GetValue('DisplayVersion')), by MSI" }
        foreach ($name in 'DisplayVersion', 'Publisher', 'UninstallString', 'QuietUninstallString', 'ModifyPath') { if (-not $entries[0].GetValue($name)) { throw "no $name" } }
        if ($entries[0].GetValue('NoModify') -eq 1) { throw 'Modify is turned off' }
        "$($entries[0].GetValue('DisplayVersion'))"
    }
    Test-Line 'uac.manifest' 'the window never asks for elevation by itself' {
        $wizard = Join-Path -Path $names.SetupProgram -ChildPath 'Causeway.exe'
        $manifest = [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($wizard))
        if ($manifest -notmatch 'requestedExecutionLevel[^>]*level="(\w+)"') { throw "$wizard has no manifest" }
        Assert-Equal -Found $Matches[1] -Wanted 'asInvoker' -Of 'level'
    }
    Test-Line 'uac.window' 'a wizard that is open runs without administrator rights' {
        $open = @(Get-CimInstance -ClassName Win32_Process -Filter "Name='Causeway.exe'")
        if ($open.Count -eq 0) { return 'skip: no wizard is open; start it as a person who is no administrator and run this again' }
        foreach ($process in $open) {
            # An elevated token of an administrator holds this privilege; a filtered one does not.
            if ([CausewayVerify]::Privileges([int]$process.ProcessId) -contains 'SeDebugPrivilege') { throw "process $($process.ProcessId) is elevated" }
        }
        "$($open.Count) processes"
    }
}

# ---- the consent prompt ------------------------------------------------------------------------------------------------

if ($Phase -eq 'consent') {
    $mine = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    $folder = Join-Path -Path $env:PUBLIC -ChildPath ('causeway-consent-' + [guid]::NewGuid())
    $null = New-Item -ItemType Directory -Path $folder
    $who = Join-Path -Path $folder -ChildPath 'who.cjs'
    $answer = Join-Path -Path $folder -ChildPath 'who.csv'
    Set-Content -LiteralPath $who -Encoding ASCII -Value @'
const { execFileSync } = require('node:child_process')
const { writeFileSync } = require('node:fs')
writeFileSync(`${__dirname}/who.csv`, execFileSync(`${process.env.SystemRoot}/System32/whoami.exe`, ['/user', '/fo', 'csv', '/nh']))
process.exit(7)
'@
    Test-Line 'consent.refused' 'consent refused: error 1223, nothing is started' {
        Write-Host '      -> answer the prompt that comes now with NO'
        $events = @(Invoke-Elevation -Script $who)
        if ($mine -like '*-500' -and $events[0].is -eq 'started') { return 'skip: the built-in Administrator is not asked' }
        Assert-Equal -Found $events[0].is -Wanted 'refused' -Of 'answer'
        Assert-Equal -Found $events[0].error -Wanted 1223 -Of 'error'
        if (Test-Path -LiteralPath $answer) { throw 'the program ran' }
    }
    Test-Line 'consent.given' 'consent given: the process is named, its end and exit code are told' {
        Write-Host '      -> answer the prompt that comes now with YES, if you like with the account of another administrator'
        $events = @(Invoke-Elevation -Script $who)
        Assert-Equal -Found $events[0].is -Wanted 'started' -Of 'answer'
        Assert-Equal -Found $events[1].code -Wanted 7 -Of 'exit code'
    }
    Test-Line 'consent.other-account' 'elevated by another account: the program runs as that one' {
        if (-not (Test-Path -LiteralPath $answer)) { throw 'the program did not run' }
        $account = (Get-Content -LiteralPath $answer -Raw).Trim().Split(',')[-1].Trim('"')
        if ($account -eq $mine) { return 'skip: the prompt was answered for the same account; run it again as a person who is no administrator' }
        "$account instead of $mine"
    }
    Test-Line 'consent.built-in-administrator' 'the built-in Administrator has one token: started without a prompt, and not refused' {
        if ($mine -notlike '*-500') { return 'skip: sign in as the built-in Administrator and run it again' }
        Assert-Equal -Found @(Invoke-Elevation -Script $who)[0].is -Wanted 'started' -Of 'answer'
    }
    Remove-Item -LiteralPath $folder -Recurse -Force
}

$failed = @($results | Where-Object { $_.outcome -eq 'FAIL' }).Count
$passed = @($results | Where-Object { $_.outcome -eq 'pass' }).Count
$skipped = @($results | Where-Object { $_.outcome -eq 'skip' }).Count
Write-Host ''
Write-Host "$passed passed, $failed failed, $skipped skipped"
if ($Json) {
    $os = $null
    try { $os = Get-CimInstance -ClassName Win32_OperatingSystem } catch { Write-Verbose -Message 'no name of the system' }
    $document = [ordered]@{
        schema = 'causeway.windows-proof/1'
        phase = $Phase
        at = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        system = if ($null -eq $os) { '' } else { "$($os.Caption) $($os.Version)" }
        powerShell = "$($PSVersionTable.PSVersion)"
        passed = $passed
        failed = $failed
        skipped = $skipped
        lines = @($results)
    }
    # UTF-8 without a mark in both PowerShells.
    [System.IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Json), (ConvertTo-Json -InputObject $document -Depth 5))
}
exit [Math]::Min($failed, 100)
