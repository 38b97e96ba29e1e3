# Facts about this server that only PowerShell's management modules know. Runs in Windows PowerShell 5.1 and PowerShell 7,
# also in constrained language. Writes only lines "<marker> <ASCII JSON>": start and section for each section asked.
# Reads nothing from stdin, changes nothing. docs/powershell.md says why things are as they are.
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][string]$Marker,
    [Parameter(Mandatory = $true)][string]$InputJson
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
# Modules come from the system's folder only; PowerShell 7 looks into the person's folders first, even with -NoProfile.
if ($env:SystemRoot) { $env:PSModulePath = Join-Path -Path $PSHOME -ChildPath 'Modules' }

function ConvertTo-AsciiJson {
    # \u escapes instead of a console encoding: nothing to set, the same in every code page. -creplace, because -replace
    # takes the Kelvin sign for a k.
    param(
        [Parameter(Mandatory = $true)][AllowNull()]$Value
    )
    $json = ConvertTo-Json -InputObject $Value -Compress -Depth 6
    $rest = $json -creplace '[\x20-\x7e]+', ''
    while ($rest.Length -gt 0) {
        $char = $rest.Substring(0, 1)
        $json = $json.Replace($char, ('\u{0:x4}' -f [int][char]$char))
        $rest = $rest.Replace($char, '')
    }
    $json
}

function Get-PropertyOrNull {
    # A property that may not exist, under strict mode.
    param([AllowNull()]$Of, [string]$Name)
    if ($null -eq $Of) { return $null }
    foreach ($property in $Of.PSObject.Properties) {
        if ($property.Name -eq $Name) { return $property.Value }
    }
    $null
}

function ConvertTo-WholeNumber {
    # ($null -as [long]) would be 0.
    param([AllowNull()]$Value)
    if ($null -eq $Value) { $null } else { $Value -as [long] }
}

function Test-ErrorRecord {
    param([AllowNull()]$Value)
    $null -ne $Value -and $Value.PSObject.TypeNames -contains 'System.Management.Automation.ErrorRecord'
}

function ConvertTo-ErrorTable {
    # The innermost exception has the code; the outer ones are generic. Message and id may be translated: for people only.
    param(
        [Parameter(Mandatory = $true)]$Record
    )
    $exception = $Record.Exception
    while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
    [ordered]@{
        type = [string]$exception.PSObject.TypeNames[0]
        hresult = [int]$exception.HResult
        native = ConvertTo-WholeNumber -Value (Get-PropertyOrNull -Of $exception -Name 'NativeErrorCode')
        cimStatus = ConvertTo-WholeNumber -Value (Get-PropertyOrNull -Of $exception -Name 'StatusCode')
        category = "$($Record.CategoryInfo.Category)"
        missing = [bool]($Record.CategoryInfo.Category -eq 'ObjectNotFound' -and "$($Record.FullyQualifiedErrorId)" -like 'CommandNotFoundException*')
        target = "$($Record.CategoryInfo.TargetName)"
        line = [int]$Record.InvocationInfo.ScriptLineNumber
        message = "$($exception.Message)"
    }
}

# Each section gives one flat [ordered] table of strings, numbers, booleans, $null and @( ) arrays, never objects of
# cmdlets: 5.1 and 7 print those differently.
$sections = [ordered]@{
    roles = {
        $installed = @(Get-WindowsFeature | Where-Object { $_.Installed } | ForEach-Object { [string]$_.Name })
        [ordered]@{ installed = $installed }
    }
    defender = {
        # A list that may not be seen is answered with a sentence in its place: entries are judged by who asked.
        $preference = Get-MpPreference
        if ($null -eq $preference) { throw 'CausewayNoAnswer' }
        $paths = @(Get-PropertyOrNull -Of $preference -Name 'ExclusionPath' | Where-Object { $null -ne $_ } | ForEach-Object { [string]$_ })
        [ordered]@{ exclusions = $paths }
    }
    modules = {
        # -ListAvailable reads manifests; nothing of the modules is loaded.
        $found = @(Get-Module -ListAvailable -Name 'ActiveDirectory', 'Hyper-V' | ForEach-Object {
                [ordered]@{ name = [string]$_.Name; version = "$($_.Version)" }
            })
        [ordered]@{ available = $found }
    }
}

$request = ConvertFrom-Json -InputObject $InputJson
foreach ($name in @($request.sections)) {
    $Marker + ' ' + (ConvertTo-AsciiJson -Value ([ordered]@{ t = 'start'; s = [string]$name }))
    $line = [ordered]@{ t = 'section'; s = [string]$name; ok = $false }
    try {
        if (-not $sections.Contains($name)) { throw 'CausewayUnknownSection' }
        # Functions of script modules do not see our $ErrorActionPreference: their errors come as output and are kept
        # beside the data. All other streams are dropped, so that nothing reaches stderr.
        $all = @(& $sections[$name] 2>&1 3>$null 4>$null 5>$null 6>$null)
        $result = @($all | Where-Object { -not (Test-ErrorRecord -Value $_) })
        $line['warnings'] = @($all | Where-Object { Test-ErrorRecord -Value $_ } | Select-Object -First 10 | ForEach-Object {
                ConvertTo-ErrorTable -Record $_
            })
        if ($result.Count -ne 1 -or $result[0].PSObject.TypeNames[0] -ne 'System.Collections.Specialized.OrderedDictionary') {
            throw 'CausewayLeakedOutput'
        }
        $line['data'] = $result[0]
        $line['ok'] = $true
    } catch {
        $line['error'] = ConvertTo-ErrorTable -Record $_
    }
    $Marker + ' ' + (ConvertTo-AsciiJson -Value $line)
}
