/** The addresses that a connector dials: the control plane and, once known, its relays. */
import { addressOf, printAddress, type Address } from '../../connector/way-out/address.ts'
import { type ControlPlaneTarget } from './check.ts'

/** Without repetition, control plane first. */
export const endpointsOf = ({ origin, relays }: ControlPlaneTarget): Address[] => {
  const addresses = [origin, ...relays.map((relay) => relay.url)].map(addressOf)
  return addresses.filter((a, i) => addresses.findIndex((b) => printAddress(a) === printAddress(b)) === i)
}
