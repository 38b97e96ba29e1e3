/**
 * A Kerberos ticket for the account of the machine, fetched anew (secur32). The machine's own logon session has the number 0x3e7 on
 * every Windows; administrators may ask in its name, as `klist -li 0x3e7 get` does. Blocks while a key distribution centre is
 * silent (27 s measured): see `native-call.ts`.
 */
import { address } from 'koffi'
import { bind, demand, firstOut, type Pointer } from './native.ts'

const connect = bind<(lsa: Pointer[]) => number>('secur32', 'int32 __stdcall LsaConnectUntrusted(_Out_ void **lsa)')
const lookUpPackage = bind<(lsa: bigint, name: Buffer, out: number[]) => number>(
  'secur32',
  'int32 __stdcall LsaLookupAuthenticationPackage(void *lsa, void *name, _Out_ uint32 *out)',
)
const callPackage = bind<
  (lsa: bigint, kerberos: number, request: Buffer, length: number, answer: Pointer[], answered: number[], status: number[]) => number
>(
  'secur32',
  'int32 __stdcall LsaCallAuthenticationPackage(void *lsa, uint32 kerberos, void *request, uint32 length, _Out_ void **answer, _Out_ uint32 *answered, _Out_ int32 *status)',
)

/** KerbRetrieveEncodedTicketMessage, KERB_RETRIEVE_TICKET_DONT_USE_CACHE (ntsecapi.h). */
const [retrieveTicket, pastCache] = [8, 1]
const machineSession = 0x3e7
/** KERB_RETRIEVE_TKT_REQUEST: message 0, session 4, target 16 (length, capacity, pointer at 24), flags 32, options 36, encryption 40, credentials 48. */
const requestLength = 64

const lsaString = (text: string): Buffer => {
  const bytes = Buffer.from(`${text}\0`, 'latin1')
  const whole = Buffer.alloc(16 + bytes.length)
  whole.writeUInt16LE(text.length, 0)
  whole.writeUInt16LE(bytes.length, 2)
  whole.writeBigUInt64LE(address(whole) + 16n, 8)
  bytes.copy(whole, 16)
  return whole
}

/** `status` is that of the call, `ticket` that of the ticket; NTSTATUS without sign, 0 is success. */
export const freshTicket = (target: string): { readonly status: number; readonly ticket?: number } => {
  const lsa: Pointer[] = [null]
  demand(connect(lsa), 'LsaConnectUntrusted')
  const door = firstOut(lsa, 'LsaConnectUntrusted')
  const kerberos = [0]
  demand(lookUpPackage(door, lsaString('Kerberos'), kerberos), 'LsaLookupAuthenticationPackage')
  const name = Buffer.from(target, 'utf16le')
  const request = Buffer.alloc(requestLength + name.length)
  request.writeUInt32LE(retrieveTicket, 0)
  request.writeUInt32LE(machineSession, 4)
  request.writeUInt16LE(name.length, 16)
  request.writeUInt16LE(name.length, 18)
  request.writeBigUInt64LE(address(request) + BigInt(requestLength), 24)
  request.writeUInt32LE(pastCache, 36)
  name.copy(request, requestLength)
  const [answer, answered, ticket]: [Pointer[], number[], number[]] = [[null], [0], [0]]
  const status = callPackage(door, kerberos[0] ?? 0, request, request.length, answer, answered, ticket)
  return status === 0 ? { status, ticket: (ticket[0] ?? 0) >>> 0 } : { status: status >>> 0 }
}
