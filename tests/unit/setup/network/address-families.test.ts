import { describe, expect, it } from 'vitest'
import { addressFamilies, familyEvidence } from '../../../../setup/network/address-families.ts'
import { type TcpAttempt } from '../../../../setup/network/tcp-probe.ts'

const attempt = (address: string, outcome: TcpAttempt['outcome'], milliseconds: number, error?: string): TcpAttempt => ({
  address,
  family: address.includes(':') ? 6 : 4,
  outcome,
  milliseconds,
  ...(error === undefined ? {} : { error }),
})

describe('IPv4 and IPv6 side by side', () => {
  it('says which of both a race is won by, with the head start of the one that is asked first', () => {
    const wins = (attempts: TcpAttempt[]) => addressFamilies(attempts).find((seen) => seen.wins)?.family
    expect(wins([attempt('2001:db8::1', 'connected', 200), attempt('203.0.113.1', 'connected', 10)])).toBe(6)
    expect(wins([attempt('2001:db8::1', 'connected', 300), attempt('203.0.113.1', 'connected', 10)])).toBe(4)
    expect(wins([attempt('2001:db8::1', 'unreachable', 1, 'ENETUNREACH'), attempt('203.0.113.1', 'connected', 900)])).toBe(4)
    expect(wins([attempt('2001:db8::1', 'timedOut', 5000), attempt('203.0.113.1', 'refused', 1)])).toBeUndefined()
  })

  it('shows both with what was seen of them, and nothing where there is one family only', () => {
    expect(familyEvidence([attempt('2001:db8::1', 'unreachable', 1, 'ENETUNREACH'), attempt('203.0.113.1', 'connected', 12.4)])).toEqual([
      { label: 'ipv4', value: '203.0.113.1 connected, 12 ms' },
      { label: 'ipv6', value: '2001:db8::1 unreachable ENETUNREACH, 1 ms' },
      { label: 'familyUsed', value: 'IPv4' },
    ])
    expect(familyEvidence([attempt('203.0.113.1', 'connected', 12), attempt('203.0.113.2', 'notNeeded', 1)])).toEqual([])
  })
})
