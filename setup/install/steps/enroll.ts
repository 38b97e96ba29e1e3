/** Makes the machine's key, has it certified by the control plane, and keeps both in the data folder. */
import { z } from 'zod'
import { type Failure, failed, type Result, succeeded } from '../../../contract/error-codes.ts'
import { ConnectorId } from '../../../contract/ids.ts'
import { readCertificateFile, writeCertificateFile } from '../../../connector/identity/certificate-file.ts'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import { fileKeyStore } from '../../../connector/identity/key-file.ts'
import { type MachineKey } from '../../../connector/identity/machine-key.ts'
import { machineFacts } from '../../enrollment/machine-facts.ts'
import { existedBefore } from '../before.ts'
import { type InstallStep, type StepContext } from '../step.ts'

const keyOf = (data: string) => `${data}\\identity\\machine.key`
const certificateOf = (data: string) => `${data}\\identity\\machine.crt`
const cloudChange = (location: string) => ({ kind: 'cloud' as const, what: `Connector registration in ${location}` })

export const enroll: InstallStep = {
  name: 'enroll',
  plan: ({ folders, locationName }) => ({
    values: { days: 90, location: locationName },
    changes: [{ kind: 'file', what: keyOf(folders.data) }, { kind: 'file', what: certificateOf(folders.data) }, cloudChange(locationName)],
    weight: 14,
    cancellable: true,
  }),
  apply: async (context) => {
    const { inputs, host, change } = context
    const store = fileKeyStore(host.reader.localPath(keyOf(inputs.folders.data)))
    const kept = await change(
      { kind: 'file', what: keyOf(inputs.folders.data) },
      () => existedBefore(host.reader, keyOf(inputs.folders.data)),
      async () =>
        // After a crash the key of the first try is used again: the control plane may have certified it already.
        (await store.read()).ok ? succeeded(undefined) : store.create(),
    )
    if (!kept.ok) return kept
    const key = await store.read()
    if (!key.ok) return key
    const file = certificateOf(inputs.folders.data)
    return change(
      { kind: 'file', what: file },
      () => existedBefore(host.reader, file),
      async () => {
        const registered = await change(
          cloudChange(inputs.locationName),
          async () => succeeded({}),
          () => register(context, key.value),
        )
        if (!registered.ok) return registered
        const [leaf = '', ...chain] = chainLearnt(context)
        return writeCertificateFile(host.reader.localPath(file), leaf, chain)
      },
    )
  },
  verify: async ({ inputs, host, fact }) => {
    const key = await fileKeyStore(host.reader.localPath(keyOf(inputs.folders.data))).read()
    if (!key.ok) return key
    const certificate = await readCertificateFile(host.reader.localPath(certificateOf(inputs.folders.data)))
    if (!certificate.ok) return certificate
    const file = certificateOf(inputs.folders.data)
    if (!certificate.value.leaf.publicKey.export({ type: 'spki', format: 'der' }).equals(key.value.publicKey))
      return failed('CW4002', { file, reason: 'certificate and key do not belong together' })
    return fact('connectorId') === undefined ? failed('CW4002', { file, reason: 'connector unknown' }) : succeeded(undefined)
  },
  undo: async (context, change, before) => {
    if (change.kind === 'cloud') return revoke(context, change.what)
    if (before['existed'] === true) return succeeded(undefined)
    const removed = await context.host.writer.removeFile(change.what)
    return removed.ok ? succeeded(undefined) : removed
  },
}

const chainLearnt = ({ fact }: StepContext): string[] =>
  z
    .array(z.string())
    .catch([])
    .parse(JSON.parse(fact('chain') ?? '[]'))

/** Failures that say for sure that the control plane has registered nothing; after others it may have. */
const isSure = ({ code, values }: Failure): boolean =>
  code === 'CW2002'
    ? /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UNREACH/.test(String(values['reason']))
    : !['CW7006', 'CW2011', 'CW9001'].includes(code)

/** An answer that was written down is not asked for again: a one-time token would be refused the second time. */
const register = async (context: StepContext, key: MachineKey): Promise<Result<undefined>> => {
  const { inputs, host, fact, learn, enrollment, payload, signal } = context
  if (chainLearnt(context).length > 0) return succeeded(undefined)
  const machine = await machineFacts(host, payload.version, signal)
  if (!machine.ok) return machine
  const { locationId, connectorName, labels } = inputs.choice
  const csr = await certificateRequest(key, connectorName)
  // A request that was sent before a crash and found no earlier registration then: the one that is found now is its own.
  const onSeenBefore = inputs.choice.onSeenBefore ?? (fact('asked') === 'unanswered' ? ('replace' as const) : undefined)
  learn({ asked: 'unanswered' })
  // Not cancelled: an answer that nobody waits for is a registration that nobody ends.
  const waits = new AbortController().signal
  const reply = await enrollment.enroll(
    { locationId, connectorName, labels, machine: machine.value, csr, ...(onSeenBefore === undefined ? {} : { onSeenBefore }) },
    waits,
  )
  if (!reply.ok) {
    if (isSure(reply.failure)) learn({ asked: reply.failure.code })
    return reply
  }
  const { connectorId, certificate, chain, relays } = reply.value
  learn({ asked: 'answered', connectorId, chain: JSON.stringify([certificate, ...chain]), relays: JSON.stringify(relays) })
  return succeeded(undefined)
}

const revoke = async (context: StepContext, what: string): Promise<Result<undefined>> => {
  const { inputs, host, fact, enrollment, signal } = context
  const connectorId = ConnectorId.safeParse(fact('connectorId'))
  if (!connectorId.success)
    return fact('asked') === 'unanswered'
      ? failed('CW3011', { what, reason: 'the control plane never answered; see the console' })
      : succeeded(undefined)
  const key = await fileKeyStore(host.reader.localPath(keyOf(inputs.folders.data))).read()
  if (!key.ok) return key
  return enrollment.revoke({ connectorId: connectorId.data, key: key.value, chain: chainLearnt(context) }, inputs, signal)
}
