/** By hand: certificates, who issued them, who can revoke them, what Windows trusts. */
import { byHand, type CausePage, whoActs } from './cause-page.ts'

const chain = byHand(
  '$c = [Net.Sockets.TcpClient]::new("<host>", 443); $s = [Net.Security.SslStream]::new($c.GetStream(), $false, { $true }); $s.AuthenticateAsClient("<host>"); [Security.Cryptography.X509Certificates.X509Certificate2]$s.RemoteCertificate | Format-List Subject, Issuer, NotBefore, NotAfter, Thumbprint; $s.SslProtocol',
  'The certificate that this server really gets, without judging it, and the version of TLS. It goes directly, not through a proxy.',
)

export const certificateCauses = {
  CW1301: {
    means:
      'TLS does not come about or the certificate is not good: not trusted, expired, not valid yet, for another name, self-signed, or sent without the certificate between it and the root.',
    confirm: [
      chain,
      byHand(
        'curl.exe -sv https://<host>/ 2>&1 | Select-String "schannel|SSL|subject|issuer|error"',
        '`SEC_E_UNTRUSTED_ROOT`: root missing. `SEC_E_CERT_EXPIRED`: expired, or the clock is wrong. `SEC_E_WRONG_PRINCIPAL`: another name. `CRYPT_E_NO_REVOCATION_CHECK` and `CRYPT_E_REVOCATION_OFFLINE` belong to CW1306.',
      ),
      byHand('w32tm /query /status', 'A clock that is wrong makes good certificates look expired or too young.'),
    ],
    who: `Expired or incomplete: ${whoActs.operator} Cut off or another name: ${whoActs.network} Not trusted: ${whoActs.administrator}`,
    verify: 'causeway-setup test',
  },
  CW1302: {
    means:
      'A firewall or proxy opens the encryption and puts its own certificate in the place of the control plane’s. It sees everything, and the machine’s proof of identity breaks, so the connector refuses even where Windows trusts the box.',
    confirm: [
      chain,
      byHand(
        'Get-ChildItem Cert:\\LocalMachine\\Root | Where-Object Subject -like "*<issuer>*" | Format-List Subject, Thumbprint, NotAfter',
        'The issuer in the store of this server: your organization distributed the root of its inspecting box.',
      ),
    ],
    who: `${whoActs.network} They exempt the addresses from inspection (“SSL decryption bypass”, “no decrypt”).`,
    verify: 'causeway-setup test',
  },
  CW1303: {
    means:
      'Registry values of SCHANNEL or .NET turn TLS 1.2 off for programs of Windows. The service has its own TLS; tools of Windows on this server do not.',
    confirm: [
      byHand(
        "Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client' -ErrorAction SilentlyContinue",
        'No key is right (on by default). `Enabled : 0` or `DisabledByDefault : 1` turns it off.',
      ),
      byHand(
        "Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319', 'HKLM:\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319' | Select-Object SchUseStrongCrypto",
        '`1` in both, or no value on servers from 2016 with a current .NET.',
      ),
    ],
    who: `${whoActs.administrator} Values that come back after gpupdate are set by a policy.`,
    verify: 'causeway-setup check',
  },
  CW1305: {
    means:
      'The root above the certificate is not in the store of this server. Windows fetches roots by itself unless a policy forbids it or the server cannot reach Windows Update.',
    confirm: [
      byHand(
        'Get-ItemProperty HKLM:\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot -ErrorAction SilentlyContinue',
        '`DisableRootAutoUpdate : 1`: Windows fetches none.',
      ),
      byHand(
        'Get-ChildItem Cert:\\LocalMachine\\Root | Where-Object Subject -like "*<root>*"',
        'Empty: the root is missing. On a machine with internet access `certutil -generateSSTFromWU roots.sst` fetches all.',
      ),
    ],
    who: `${whoActs.administrator} With root update turned off by policy: ${whoActs.policy}`,
    verify: 'certutil -verify -urlfetch <certificate file>',
  },
  CW1306: {
    means:
      'The lists (CRL) and responders (OCSP) that the certificates name are not reached, do not say anything valid, or say “revoked”. They are plain HTTP on port 80, which is often forgotten in a firewall request.',
    confirm: [
      byHand('certutil -URL <address of the list>', 'Opens a window that fetches the list and says `Verified` or why not.'),
      byHand(
        'curl.exe -sS -o NUL -w "%{http_code} %{size_download}" http://<address of the list>',
        '200 and some bytes. A few hundred bytes of HTML are a block page.',
      ),
      byHand('certutil -urlcache crl delete', 'Forgets lists that Windows keeps, before another try.'),
    ],
    who: `Not reached: ${whoActs.network} Revoked: ${whoActs.operator}`,
    verify: 'causeway-setup check',
  },
} as const satisfies Record<string, CausePage>
