/** From nothing to a connection that HTTP/2 can take: tunnel, nonce, proof, Upgrade. */
import { type Carrier, type Purpose } from '../../contract/channel.ts'
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { type ConnectorId } from '../../contract/ids.ts'
import { type MachineCertificate } from '../identity/certificate-file.ts'
import { type MachineKey } from '../identity/machine-key.ts'
import { createProof } from '../identity/proof.ts'
import { fetchNonce, upgrade, type Carried } from './carrier.ts'
import { openTunnel, type Outlet } from './tunnel.ts'

/** Who dials. The certificate changes when it is renewed, hence the call. */
export interface Dialler extends Outlet {
  readonly connectorId: ConnectorId
  readonly key: MachineKey
  readonly certificate: () => MachineCertificate
  readonly version: string
  readonly now: () => number
}

export interface Dialled extends Carried {
  readonly inspectedBy?: string
}

/** Fails with CW4006, CW2005 or the relay's refusal. */
export const dial = async (dialler: Dialler, url: string, purpose: Purpose, carrier: Carrier): Promise<Result<Dialled>> => {
  const origin = new URL(url)
  const tunnel = await openTunnel(origin, dialler)
  if (!tunnel.ok) return tunnel
  const { socket, inspectedBy } = tunnel.value
  socket.on('error', () => undefined)
  const nonce = await fetchNonce(socket, origin)
  if (!nonce.ok) {
    socket.destroy()
    return nonce
  }
  const proof = await createProof({
    key: dialler.key,
    chain: dialler.certificate().chain,
    connectorId: dialler.connectorId,
    audience: origin.origin,
    nonce: nonce.value,
    now: dialler.now(),
  })
  const switched = await upgrade(carrier, socket, { origin, proof, purpose, version: dialler.version })
  if (!switched.ok) {
    socket.destroy()
    return switched
  }
  return succeeded({ ...switched.value, ...(inspectedBy === undefined ? {} : { inspectedBy }) })
}
