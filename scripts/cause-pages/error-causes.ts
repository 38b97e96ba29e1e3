/** Who acts on an error of `contract/error-codes.ts`, how it is seen by hand where a command can show it, and how one knows that it is gone. One long table, complete by its type. */
import { type ErrorCode } from '../../contract/error-codes.ts'
import { byHand, type ByHand, type CausePage, whoActs } from './cause-page.ts'

const page = (who: string, verify: string, ...confirm: readonly ByHand[]): CausePage => ({ who, verify, confirm })
const explained = (means: string, ...of: Parameters<typeof page>): CausePage => ({ means, ...page(...of) })
const { administrator, network, policy, operator, owner } = whoActs

const discovery = byHand(
  'curl.exe -sS -i https://<host>/.well-known/causeway',
  'JSON with `"issuer"` comes from a control plane; anything else comes from somebody in between.',
)
const reaches = byHand(
  'Test-NetConnection <host> -Port 443',
  '`TcpTestSucceeded : True` is needed; with a proxy, test the proxy and its port.',
)
const clock = byHand('w32tm /query /status', 'Source and last successful sync. More than a minute off is too much.')
const service = byHand('Get-Service CausewayConnector | Format-List Status, StartType', '`Running` and `Automatic` are right.')
const serviceLog = byHand(
  'Get-Content "$env:ProgramData\\Causeway\\logs\\connector.log" -Tail 50',
  'The last lines of the service; each names its topic and code.',
)
const setupLog = byHand('causeway-setup logs --level warn', 'What setup and the service wrote down, by time.')
const folder = byHand('icacls "$env:ProgramData\\Causeway"', 'Administrators, SYSTEM and the service alone have rights.')
const target = byHand(
  'Test-NetConnection <target> -Port <port>',
  'Asked on the connector machine: `False` means that the connector cannot reach it either.',
)
const certificate = byHand('causeway-setup status', 'Name, location and the end of the certificate of this connector.')

const install = 'causeway-setup install --params <file>'
const check = 'causeway-setup check'
const test = 'causeway-setup test'
const status = 'causeway-setup status'
const enroll = 'causeway-setup enroll'

const askingProxy = byHand(
  'curl.exe -sv -x http://<proxy> -U <user> https://<control plane>/ 2>&1 | Select-String "CONNECT|HTTP/1|Proxy-Auth"',
  '`407` with `Proxy-Authenticate` names what the proxy takes. 200 with the account means that the connector can use the same one; 200 only with `--proxy-negotiate` means that it cannot.',
)

export const errorCauses: Readonly<Record<ErrorCode, CausePage>> = {
  CW2001: page(administrator, check),
  CW2002: page(network, test, reaches, discovery),
  CW2003: page(`Wrong address: ${administrator} Portal or block page: ${network}`, check, discovery),
  CW2004: page(administrator, 'causeway-setup --version', discovery),
  CW2005: page(
    `Own root missing: ${administrator} Replaced certificate: ${network}`,
    check,
    byHand(
      'curl.exe -sv https://<host>/ 2>&1 | Select-String "issuer|subject|error"',
      'The issuer that Windows sees; `SEC_E_UNTRUSTED_ROOT` is this error.',
    ),
  ),
  CW2010: page(administrator, enroll),
  CW2011: page(administrator, enroll),
  CW2012: page(administrator, enroll),
  CW2013: page(administrator, enroll),
  CW2014: page(owner, enroll, discovery),
  CW2015: page(owner, enroll),
  CW2016: page(administrator, enroll),
  CW2020: page(owner, install),
  CW2021: page(administrator, status),
  CW2022: page(operator, enroll, setupLog),
  CW2023: page(administrator, enroll, clock),
  CW2024: page(owner, install),
  CW2025: page(administrator, enroll),
  CW2026: page(
    administrator,
    enroll,
    byHand('netsh int ipv4 show excludedportrange protocol=tcp', 'Very wide ranges leave no port for a listener on the loopback address.'),
  ),
  CW2027: page(
    administrator,
    enroll,
    byHand('cmd /c start https://<host>/', 'A browser opens. Otherwise none is registered, or a policy forbids it.'),
  ),
  CW3001: explained(
    'The check that is named does not pass, and nothing was begun. Its own page, and the page of its code, say what to do.',
    administrator,
    check,
  ),
  CW3002: page(administrator, check, setupLog),
  CW3003: page(
    administrator,
    'causeway-setup uninstall',
    setupLog,
    byHand(
      'Get-Service CausewayConnector; Test-Path "$env:ProgramFiles\\Causeway", "$env:ProgramData\\Causeway"',
      'What of it is still there.',
    ),
  ),
  CW3004: page('Nobody: it was asked for.', check),
  CW3005: page(administrator, 'causeway-setup resume', setupLog),
  CW3006: page(administrator, check, setupLog),
  CW3007: explained(
    'Windows was asked to start the service and said no, or the process ended again at once. The reason is what Windows or the service itself said: a policy that denies the right to log on, a file that is missing, a damaged configuration.',
    administrator,
    status,
    service,
    serviceLog,
    byHand(
      "Get-WinEvent -FilterHashtable @{ LogName = 'System'; ProviderName = 'Service Control Manager' } -MaxEvents 20 | Where-Object Message -like '*Causeway*'",
      'What Windows says about the start: 1069 and 1385 are the right to log on, 1053 is a start that took too long.',
    ),
  ),
  CW3008: page(network, test, serviceLog, reaches),
  CW3009: page(administrator, status, service),
  CW3010: page(
    administrator,
    check,
    byHand(
      'Get-Process causeway-setup, Causeway, node -ErrorAction SilentlyContinue | Format-Table Id, ProcessName, StartTime',
      'The process of the message, if it still runs. One that ended frees the lock by itself.',
    ),
  ),
  CW3011: page(
    `${administrator} A change that is refused to administrators: ${policy}`,
    check,
    byHand('whoami /groups | findstr S-1-16-12288', 'A line means that the program runs with administrator rights.'),
    byHand(
      "Get-WinEvent -LogName 'Microsoft-Windows-AppLocker/EXE and DLL', 'Microsoft-Windows-CodeIntegrity/Operational' -MaxEvents 20 -ErrorAction SilentlyContinue",
      'What a policy or security software kept from running.',
    ),
  ),
  CW3012: explained(
    'Some checks cannot be overridden, whatever the reason: without what they ask for nothing would work, or the server would be at risk.',
    administrator,
    check,
  ),
  CW3013: page(administrator, check, setupLog),
  CW3015: page(
    administrator,
    'sc.exe query CausewayConnector',
    byHand(
      'sc.exe query CausewayConnector',
      'Error 1060 means that it is gone; an answer while `causeway-setup` waits means that a program holds it.',
    ),
    byHand(
      'Get-Process mmc, Taskmgr, perfmon -IncludeUserName -ErrorAction SilentlyContinue',
      'The programs that usually hold a service, for every user.',
    ),
  ),
  CW3016: page(
    administrator,
    check,
    byHand('Get-Volume | Format-Table DriveLetter, SizeRemaining, Size', 'Room on the drive of the file.'),
  ),
  CW3017: page(
    administrator,
    check,
    byHand('openfiles /query /v', 'Files opened over the network, and local ones where `openfiles /local on` is set.'),
    byHand(
      'Get-Process | Where-Object { $_.Modules.FileName -like "*\\Causeway\\*" } | Format-Table Id, ProcessName',
      'The processes that loaded a file of the program folder.',
    ),
  ),
  CW3018: page(
    whoActs.proxy,
    'causeway-setup configure',
    byHand(
      'curl.exe -v -x http://<proxy>:<port> https://<endpoint>/',
      '`HTTP/1.1 200` after CONNECT is needed; 407 asks for credentials, 403 forbids.',
    ),
  ),
  CW3019: page(administrator, 'causeway-setup configure'),
  CW3020: page(administrator, 'causeway-setup upgrade', serviceLog),
  CW3021: page(administrator, test, service, serviceLog),
  CW3022: page(
    administrator,
    check,
    byHand(
      "(Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager').PendingFileRenameOperations",
      'The files that Windows replaces at its next start.',
    ),
  ),
  CW3023: page(administrator, 'causeway-setup repair', setupLog),
  CW3024: page(administrator, 'causeway-setup configure', service, serviceLog),
  CW4001: page(administrator, 'causeway-setup repair', serviceLog, folder),
  CW4002: page(administrator, enroll, serviceLog, folder),
  CW4003: page(administrator, enroll, certificate, clock),
  CW4004: page(owner, enroll, certificate),
  CW4005: page(
    administrator,
    enroll,
    byHand(
      "hostname; (Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Cryptography').MachineGuid",
      'What differs from the time of the enrollment says whether it was renamed or copied.',
    ),
  ),
  CW4006: explained(
    'No connection to the relay came about, or it broke off. The reason is the system’s own word: a name that does not resolve, a connection that is refused or not answered, a TLS failure.',
    network,
    test,
    byHand('Test-NetConnection <relay> -Port 443', '`TcpTestSucceeded : True` is needed; with a proxy, test the proxy and its port.'),
    serviceLog,
  ),
  CW4007: explained(
    'The relay was reached and answered no: the proof of this connector does not fit its key, its address or the time.',
    administrator,
    test,
    clock,
    certificate,
  ),
  CW4008: page(owner, 'The same request again.', setupLog),
  CW4009: explained(
    'The connector was asked for a published resource and could not connect to it: the reason is the system’s own word for the way between connector and target.',
    'Whoever runs the target, or the firewall before it.',
    'Test-NetConnection <target> -Port <port>',
    target,
  ),
  CW4010: page(
    operator,
    status,
    serviceLog,
    byHand(
      "Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = 'CausewayConnector' } -MaxEvents 20",
      'Each unexpected end, with its exit code and time.',
    ),
  ),
  CW4011: page(
    administrator,
    status,
    byHand(
      'Get-CimInstance Win32_Process -Filter "ProcessId = <pid>" | Format-List Name, CommandLine, CreationDate',
      'The process of the message.',
    ),
  ),
  CW4012: page(owner, status, serviceLog),
  CW4013: page(
    administrator,
    status,
    service,
    byHand(
      '[IO.Directory]::GetFiles("\\\\.\\pipe\\") | Select-String causeway',
      'The pipe on which the service answers; none means that its process has not got so far.',
    ),
    serviceLog,
  ),
  CW4014: page(administrator, test, askingProxy),
  CW4015: page(administrator, test, askingProxy),
  CW4016: page(whoActs.proxy, test, askingProxy),
  CW4017: page(administrator, test, serviceLog),
  CW4018: page(operator, test, serviceLog),
  CW4019: page(
    whoActs.proxy,
    test,
    byHand(
      'curl.exe -sv -x https://<proxy>:<port> https://<control plane>/ 2>&1 | Select-String "certificate|issuer|CONNECT"',
      'An error about a certificate before the line with `CONNECT` is about the proxy’s own one.',
    ),
    byHand(
      'Get-ChildItem Cert:\\LocalMachine\\Root | Where-Object Subject -Match "<issuer>"',
      'No line: the root that signed it is not in the store of this machine.',
    ),
  ),
  CW4020: page(administrator, enroll, serviceLog),
  CW4021: page(administrator, test, setupLog),
  CW5001: page('Whoever sent the request.', 'The same request again.'),
  CW5002: page(owner, 'The same request again.'),
  CW5003: page('Whoever sent the request.', 'The same request again.'),
  CW5004: page(
    'Whoever sent the request.',
    'The same request again.',
    byHand('Invoke-RestMethod https://<host>/openapi.json', 'The schema of every request.'),
  ),
  CW5005: explained(
    'What is to be changed was changed by somebody else meanwhile, or is not in the state that the change needs.',
    'Whoever sent the request.',
    'The same request again.',
  ),
  CW5006: page('Whoever sent the request.', 'The same request again, after the time of the header `retry-after`.'),
  CW5007: page('The person who signs in.', 'Sign in again.'),
  CW5008: page('The person who signs in.', 'Sign in again, after the time that was said.'),
  CW5009: page('The person who signs in.', 'Load the page anew and send it once more.'),
  CW5010: page('The person who signs in.', 'Ask for a new link.'),
  CW5011: page(operator, 'Start the control plane again.'),
  CW5012: page(operator, 'Start the control plane again.'),
  CW5013: page('Nobody: it passes.', 'The same request again.'),
  CW5014: page('Whoever sent the request.', 'The same request again.'),
  CW5015: page(operator, 'Start the control plane again.'),
  CW5020: page(administrator, test, service, reaches),
  CW5021: page(network, test, service),
  CW5022: page(owner, status),
  CW5023: page(administrator, status, service, serviceLog),
  CW6001: page(owner, 'The same request again.'),
  CW6002: page(administrator, test, service),
  CW6003: page(owner, 'The same request again.'),
  CW6004: page('Whoever runs the resource, or the firewall before it.', 'Test-NetConnection <target> -Port <port>', target),
  CW6005: page(owner, 'The same request again.'),
  CW6006: page('Whoever sent the request.', 'The same request again.'),
  CW7001: page(
    administrator,
    install,
    byHand('causeway-setup install --params-schema', 'The JSON schema of the file; an editor that knows schemas marks what does not fit.'),
  ),
  CW7002: page('Whoever wrote the profile.', check),
  CW7003: page(
    administrator,
    check,
    byHand('Get-Content <file> -TotalCount 5', 'JSON is right. HTML means that a sign-in or block page was saved in its place.'),
  ),
  CW7004: page(administrator, status, setupLog),
  CW7005: page(
    operator,
    'Start the control plane again.',
    byHand('openssl x509 -in <file> -noout -subject -enddate; openssl pkey -in <file> -noout', 'No error: the file holds what it should.'),
  ),
  CW7006: page(operator, test, discovery),
  CW7007: page(administrator, check, setupLog),
  CW7008: page(administrator, 'causeway-setup --help'),
  CW7009: page(
    administrator,
    check,
    byHand('icacls <file>; Get-Item <file> -Force | Format-List Attributes, LinkType', 'Rights and kind of the file.'),
  ),
  CW9001: page(operator, 'causeway-setup bundle', setupLog),
  CW9002: page('Nobody: it was not carried out.', check),
  CW9003: page(administrator, check, setupLog),
}
