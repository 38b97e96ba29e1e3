/** Who has which address. Every lane looks the same from inside; only its gate has an address of its own in the cloud. */
export const addresses = {
  server: '10.77.1.2',
  gate: '10.77.1.1',
  nameServers: ['10.77.1.53', '10.77.1.54'],
  controlPlane: '10.77.2.2',
  relays: ['10.77.2.3', '10.77.2.4'],
  /** Lists and answers about revoked certificates, port 80. */
  revocation: '10.77.2.5',
  /** Where a wrong answer leads: a server of somebody else. */
  stranger: '10.77.2.9',
  proxyPort: 3128,
  movedProxyPort: 3129,
} as const

export const gateInCloud = (lane: number): string => `10.77.2.${100 + lane}`
