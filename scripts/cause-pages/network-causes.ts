/** By hand: adapter, names, proxies, connections, what answers. */
import { byHand, type CausePage, whoActs } from './cause-page.ts'

const check = 'causeway-setup check'
const test = 'causeway-setup test'

export const networkCauses = {
  CW1201: {
    means: 'Windows shows no adapter that is up, or none with a way out of its own subnet. Nothing else can work until one has both.',
    confirm: [
      byHand(
        'Get-NetAdapter | Format-Table Name, Status, LinkSpeed',
        'At least one adapter has the status `Up`. `Disconnected` means cable or virtual switch; `Disabled` means that somebody turned it off.',
      ),
      byHand(
        "Get-NetRoute -DestinationPrefix '0.0.0.0/0', '::/0'",
        'At least one row, whose NextHop is the gateway of this network. No row: no default gateway is set, or DHCP gave none.',
      ),
    ],
    who: whoActs.administrator,
    verify: 'Test-NetConnection <gateway>',
  },
  CW1202: {
    means:
      'A name server says that the name does not exist (NXDOMAIN), fails (SERVFAIL), or does not answer. With several servers of which one is bad, the error comes and goes, so each is asked alone.',
    confirm: [
      byHand('Get-DnsClientServerAddress -AddressFamily IPv4', 'The servers that this machine asks, in their order.'),
      byHand(
        'Resolve-DnsName <host> -Server <name server>',
        'Repeat it for each server. All have to answer with the same addresses; a server that times out is dead for this machine, one with another answer is wrong or split.',
      ),
      byHand('Clear-DnsClientCache', 'Forgets a wrong answer that this server keeps; then try again.'),
    ],
    who: 'The team that runs the name servers.',
    verify: 'nslookup <host>',
  },
  CW1203: {
    means:
      'A browser uses the proxy of the person who is signed in; a service has another account and does not see it. What works in the browser then fails for the service.',
    confirm: [
      byHand(
        "Get-ItemProperty 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings' | Select-Object ProxyEnable, ProxyServer, AutoConfigURL",
        'The proxy of the person.',
      ),
      byHand('netsh winhttp show proxy', 'The proxy of the machine (WinHTTP).'),
      byHand('causeway-setup configure', 'The proxy that the service uses.'),
      byHand(
        'curl.exe --noproxy * -sS -o NUL -w "%{http_code}" https://<host>/.well-known/causeway',
        '`200` means that the service needs no proxy, and the difference does no harm.',
      ),
    ],
    who: `${whoActs.administrator} Set the proxy for the service with \`causeway-setup configure --proxy <host>:<port>\`.`,
    verify: test,
  },
  CW1204: {
    means:
      'Nothing accepts the connection. **Refused** (`ECONNREFUSED`): a machine answered “no”, usually a wrong address or a firewall that rejects. **No answer** (`timedOut`): packets are dropped on the way, the typical firewall. **Unreachable** (`EHOSTUNREACH`): a router said that there is no way or that it is forbidden. `ENETUNREACH`: this server itself has no route. `EACCES`: a filter of the Windows firewall on this server.',
    confirm: [
      byHand(
        'Test-NetConnection <host> -Port 443 -InformationLevel Detailed',
        '`TcpTestSucceeded : True` is needed. It goes directly: with a proxy test the proxy and its port instead.',
      ),
      byHand(
        'curl.exe -4 -sv --connect-timeout 5 https://<host>/ 2>&1 | Select-String "Trying|Connected|refused|timed out"; curl.exe -6 -sv --connect-timeout 5 https://<host>/ 2>&1 | Select-String "Trying|Connected|refused|timed out"',
        'IPv4 and IPv6 apart. When only IPv6 fails, the name has IPv6 addresses that this network cannot reach; the connector then uses IPv4.',
      ),
      byHand(
        'tracert -d -w 500 <address>',
        'The last router that answers is the one before the break. Many firewalls do not answer at all.',
      ),
    ],
    who: whoActs.network,
    verify: 'Test-NetConnection <host> -Port 443',
  },
  CW1205: {
    means:
      'The proxy was reached and does not open a tunnel: `407` asks who it is, `403` forbids the address, anything else is its own trouble. A proxy that speaks TLS itself (`https://`, `HTTPS` in a script) must show a certificate that this machine trusts. A proxy may pass one address and forbid the next.',
    confirm: [
      byHand(
        'curl.exe -sv -x http://<proxy>:<port> https://<host>/.well-known/causeway 2>&1 | Select-String "CONNECT|HTTP/1|Proxy-Auth"',
        '`HTTP/1.1 200` after CONNECT means that the tunnel is open. `407` with `Proxy-Authenticate` names what it asks for (Basic, NTLM, Negotiate).',
      ),
      byHand('Test-NetConnection <proxy> -Port <port>', 'False: the proxy itself is away, and no permission helps.'),
    ],
    who: whoActs.proxy,
    verify: test,
  },
  CW1208: {
    means:
      'The automatic configuration script (PAC) cannot be fetched, is no script, fails, or names no usable proxy. Windows then goes directly, which many networks forbid.',
    confirm: [
      byHand(
        'Invoke-WebRequest -UseBasicParsing -Proxy $null <script> | Select-Object StatusCode, RawContentLength, Headers',
        'Status 200 and the text of a script with `FindProxyForURL`. A sign-in page or 401 means that a service cannot read it.',
      ),
      byHand('Resolve-DnsName wpad', 'Only for automatic detection: whether this network has such a server at all.'),
    ],
    who: whoActs.proxy,
    verify: check,
  },
  CW1210: {
    means:
      'Something answers, but not as the control plane does: a captive portal, a block page of a security gateway, a reverse proxy whose service is down (502, 503), or another server at a wrong address.',
    confirm: [
      byHand(
        'curl.exe -sS -i https://<host>/.well-known/causeway',
        'JSON with `"issuer"` is right. HTML names its maker; a `Location:` header leads to the portal; 502 to 504 come from before the control plane.',
      ),
    ],
    who: `Block page or portal: ${whoActs.network} Status 5xx with the right certificate: ${whoActs.operator}`,
    verify: 'Invoke-RestMethod https://<host>/.well-known/causeway',
  },
  CW1211: {
    means:
      'The channel begins as an HTTPS request with `Upgrade` and keeps the connection. Content filters remove that header, answer themselves, or cut the connection when it is idle.',
    confirm: [
      byHand(
        'curl.exe -sS -i --http1.1 --max-time 10 -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==" https://<relay>/relay',
        'An answer with the header `causeway-code` and any status but 400, 404 and 426 comes from the relay: the upgrade passed (it is refused only because no proof was sent). 426 means that the header was removed on the way; an answer without that header comes from a box in between.',
      ),
    ],
    who: whoActs.network,
    verify: test,
  },
  CW1212: {
    means:
      'Everything works, but each question takes long. Usually the way makes a detour: a proxy or VPN on another continent, or a line that is full.',
    confirm: [
      byHand(
        'curl.exe -sS -o NUL -w "dns %{time_namelookup} tcp %{time_connect} tls %{time_appconnect} all %{time_total}" https://<host>/.well-known/causeway',
        'Seconds since the start. `tcp` minus `dns` is one round trip on the network; a large rest is the server or an inspecting box.',
      ),
    ],
    who: whoActs.network,
    verify: test,
  },
  CW1214: {
    means:
      'The Windows firewall of this server would keep the service in, although a browser passes: rules may name programs, services or profiles.',
    confirm: [
      byHand(
        'Get-NetFirewallProfile -PolicyStore ActiveStore | Format-Table Name, Enabled, DefaultOutboundAction, AllowLocalFirewallRules',
        '`DefaultOutboundAction : Block` needs a rule that allows; `AllowLocalFirewallRules : False` means that only rules of a policy count.',
      ),
      byHand(
        'Get-NetFirewallRule -PolicyStore ActiveStore -Direction Outbound -Action Block -Enabled True | Format-Table DisplayName, Profile, PolicyStoreSourceType',
        'A rule that blocks outweighs all that allow. `GroupPolicy` as source: the rule is not mended on this server.',
      ),
      byHand('gpresult /h report.html', 'Names the policy that a setting comes from.'),
    ],
    who: `${whoActs.policy} A local rule: ${whoActs.administrator}`,
    verify: check,
  },
  CW1221: {
    means: 'The service is installed, and a round trip through the cloud does not come back (or not always). The test names the layer.',
    confirm: [
      byHand('Get-Service CausewayConnector', '`Running` is needed.'),
      byHand('causeway-setup status', 'Its channel, and the code of what stands in the way.'),
      byHand('causeway-setup logs --level warn', 'What the service wrote down about it.'),
    ],
    who: whoActs.administrator,
    verify: test,
  },
} as const satisfies Record<string, CausePage>
