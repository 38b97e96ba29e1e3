/** The one line of text that is sent to a shell: constant but for the marker, the script's name and data of ours in JSON. */

/**
 * Data as a single-quoted literal of PowerShell: ASCII, so that it survives every code page, and without any quote, because
 * typographic ones (U+2018 to U+201B) close such a literal too.
 */
export const literal = (value: unknown): string =>
  `'${JSON.stringify(value).replace(/[^\x20-\x26\x28-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`

/** The environment variable with the folder of the scripts: any path, in any code page. */
export const scriptsVariable = 'CAUSEWAY_SCRIPTS'

const quoted = (message: string) => message.replaceAll('"', '""')

/**
 * Preferences stand at the top of the session, because functions of script modules do not see those of a script. The script is
 * called, not dot-sourced: so it may end with `exit`, and may run in full language inside a constrained session.
 */
export const commandText = (marker: string, script: string, input: object): string =>
  [
    `$ErrorActionPreference='Stop'`,
    `$ProgressPreference='SilentlyContinue'`,
    `$WarningPreference='SilentlyContinue'`,
    `"${marker} ${quoted('{"t":"hello","mode":"')}$($ExecutionContext.SessionState.LanguageMode)${quoted('","version":"')}$($PSVersionTable.PSVersion)${quoted('","pid":')}$PID}"`,
    `try{& (Join-Path $env:${scriptsVariable} '${script}') -Marker '${marker}' -InputJson ${literal(input)}}` +
      `catch{'${marker} '+(ConvertTo-Json -Compress @{t='broken';category="$($_.CategoryInfo.Category)";type=[string]$_.Exception.PSObject.TypeNames[0];hresult=$_.Exception.HResult})}`,
    `"${marker} ${quoted('{"t":"end"}')}"`,
  ].join(';')
