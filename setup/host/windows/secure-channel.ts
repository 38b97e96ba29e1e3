/** Verifies the machine's trust to its domain (netapi32). Blocks until a domain controller answers or does not: see `native-call.ts`. */
import { address, decode, struct } from 'koffi'
import { bind, firstOut, type Pointer } from './native.ts'

struct('NETLOGON_INFO_2', { flags: 'uint32', pdcStatus: 'uint32', domainController: 'str16', channelStatus: 'uint32' })

const netLogonControl = bind<(server: null, call: number, level: number, data: Buffer, out: Pointer[]) => number>(
  'netapi32',
  'uint32 __stdcall I_NetLogonControl2(str16 server, uint32 call, uint32 level, void *data, _Out_ void **out)',
)

/** NETLOGON_CONTROL_TC_VERIFY (MS-NRPC 3.5.4.9.1). */
const verifyTrust = 10

export interface SecureChannelAnswer {
  /** Of the call itself; 0 when it was made. */
  readonly status: number
  /** Of the channel; 0 is trusted. Absent when the call was refused. */
  readonly channel?: number
  readonly domainController?: string
}

export const verifySecureChannel = (domain: string): SecureChannelAnswer => {
  const name = Buffer.from(`${domain}\0`, 'utf16le')
  const data = Buffer.alloc(8)
  data.writeBigUInt64LE(address(name))
  const out: Pointer[] = [null]
  const status = netLogonControl(null, verifyTrust, 2, data, out)
  if (status !== 0) return { status }
  const answer = decode(firstOut(out, 'I_NetLogonControl2'), 'NETLOGON_INFO_2') as {
    domainController: string | null
    channelStatus: number
  }
  return {
    status,
    channel: answer.channelStatus,
    ...(answer.domainController === null ? {} : { domainController: answer.domainController.replace(/^\\\\/, '') }),
  }
}
