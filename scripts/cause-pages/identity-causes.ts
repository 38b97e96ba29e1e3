/** By hand: domain, its controllers, this machine's account. */
import { byHand, type CausePage, whoActs } from './cause-page.ts'

const again = 'causeway-setup check'

export const identityCauses = {
  CW1101: {
    confirm: [
      byHand(
        'Get-CimInstance Win32_ComputerSystem | Format-List Domain, PartOfDomain, DomainRole',
        'DomainRole 3 is a member server of a domain.',
      ),
    ],
    who: whoActs.administrator,
    verify: again,
  },
  CW1102: {
    confirm: [byHand('(Get-CimInstance Win32_ComputerSystem).DomainRole', '4 or 5 is a domain controller: use another server.')],
    who: whoActs.administrator,
    verify: again,
  },
  CW1103: {
    means:
      'The machine and its domain no longer share the machine’s password, often after a snapshot was restored. Signing in with cached credentials goes on working, which hides it.',
    confirm: [
      byHand('Test-ComputerSecureChannel -Verbose', '`True` is needed.'),
      byHand('nltest /sc_verify:<domain>', '`NERR_Success`; 5 is access denied (password), 1311 is no logon server.'),
    ],
    who: `${whoActs.directory} Mended here with \`Test-ComputerSecureChannel -Repair -Credential (Get-Credential)\`.`,
    verify: 'Test-ComputerSecureChannel',
  },
  CW1104: {
    confirm: [
      byHand('nltest /dsgetdc:<domain> /force /writable', 'Finds a writable controller now, not from memory.'),
      byHand('Resolve-DnsName -Type SRV _ldap._tcp.dc._msdcs.<domain>', 'The controllers that DNS names.'),
      byHand(
        '389, 88, 3268, 445, 53 | ForEach-Object { Test-NetConnection <controller> -Port $_ -InformationLevel Quiet }',
        'LDAP, Kerberos, global catalog, SMB, DNS in this order; `False` is a closed port.',
      ),
    ],
    who: `${whoActs.network} No controller found in DNS: ${whoActs.directory}`,
    verify: again,
  },
  CW1105: {
    confirm: [byHand('([adsi]"LDAP://RootDSE") | Format-List domainFunctionality, forestFunctionality', '4 is 2008 R2; less is too old.')],
    who: whoActs.directory,
    verify: again,
  },
  CW1106: {
    means:
      'A fresh ticket for this machine’s account is refused, or a signed bind with it. The finding tells clock, disabled account, changed password and missing account apart.',
    confirm: [
      byHand(
        'klist -li 0x3e7 purge; klist -li 0x3e7 get ldap/<controller>',
        'Asks for a new ticket as the machine. `0x25` is the clock, `0x12` a disabled account, `0x18` the password, `0x6` no such account.',
      ),
      byHand('nltest /sc_verify:<domain>', 'The secure channel, which uses the same password.'),
    ],
    who: whoActs.directory,
    verify: again,
  },
  CW1107: {
    confirm: [
      byHand('nltest /domain_trusts /all_trusts', 'The trusts and their kind. What is left out here is not traversed by the connector.'),
    ],
    who: whoActs.directory,
    verify: again,
  },
} as const satisfies Record<string, CausePage>
