/** Renews the machine's certificate at half of its life, signed with the present key, and ends with "enroll again" when it runs out. */
import { RenewalReply } from '../../contract/control-plane-api.ts'
import { failed, type Failure, type Result } from '../../contract/error-codes.ts'
import { parseCertificateChain, renewalTimeOf, writeCertificateFile, type MachineCertificate } from '../identity/certificate-file.ts'
import { certificateRequest } from '../identity/certificate-request.ts'
import { callControlPlane } from './control-plane-call.ts'
import { type Dialler } from './dial.ts'

/** Milliseconds after a failed attempt: from 1 to 60 minutes, with full jitter over the upper half. */
const shortestRetry = 60_000
const longestRetry = 3_600_000
/** setTimeout takes at most 2^31 - 1 milliseconds, and a clock may be set meanwhile: look again at least once a day. */
const longestWait = 86_400_000

export interface RenewalOptions {
  readonly dialler: Dialler
  readonly controlPlane: string
  readonly connectorName: string
  readonly certificateFile: string
  readonly random: () => number
  readonly renewed: (certificate: MachineCertificate) => void
  /** The certificate ran out (CW4003) or was revoked (CW4004): enroll again. */
  readonly ended: (failure: Failure) => void
  readonly log: (values: object, message: string) => void
}

/** Asks for a new certificate of the same key and stores it. The old one stays in place until the new one is whole on disk. */
export const renewNow = async ({
  dialler,
  controlPlane,
  connectorName,
  certificateFile,
}: RenewalOptions): Promise<Result<MachineCertificate>> => {
  const csr = await certificateRequest(dialler.key, connectorName)
  const reply = await callControlPlane(dialler, controlPlane, 'POST /v1/renewals', { csr }, RenewalReply)
  if (!reply.ok) return reply
  const { certificate, chain } = reply.value
  const parsed = parseCertificateChain([certificate, ...chain].join('\n'), '/v1/renewals')
  if (!parsed.ok) return parsed
  const publicKey = parsed.value.leaf.publicKey.export({ type: 'spki', format: 'der' })
  if (!publicKey.equals(dialler.key.publicKey))
    return failed('CW7006', { where: '/v1/renewals', reason: 'the certificate is for another key' })
  const written = await writeCertificateFile(certificateFile, certificate, chain)
  return written.ok ? parsed : written
}

export class Renewal {
  readonly #options: RenewalOptions
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #stopped = false

  constructor(options: RenewalOptions) {
    this.#options = options
  }

  start(): void {
    const { dialler, ended } = this.#options
    const certificate = dialler.certificate()
    if (dialler.now() > certificate.notAfter.getTime()) {
      ended({ code: 'CW4003', values: { at: certificate.notAfter.toISOString() } })
      return
    }
    this.#wait(renewalTimeOf(certificate).getTime() - dialler.now())
  }

  #wait(milliseconds: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.#look(), Math.min(Math.max(milliseconds, 0), longestWait))
  }

  async #look(): Promise<void> {
    const { dialler, renewed, ended, random, log } = this.#options
    const certificate = dialler.certificate()
    if (dialler.now() > certificate.notAfter.getTime()) {
      ended({ code: 'CW4003', values: { at: certificate.notAfter.toISOString() } })
      return
    }
    const due = renewalTimeOf(certificate).getTime()
    if (dialler.now() < due) {
      this.#wait(due - dialler.now())
      return
    }
    const result = await renewNow(this.#options)
    if (this.#stopped) return
    if (result.ok) {
      this.#failures = 0
      log({ serial: result.value.serial, expiresAt: result.value.notAfter.toISOString() }, 'certificate renewed')
      renewed(result.value)
      this.#wait(renewalTimeOf(result.value).getTime() - dialler.now())
      return
    }
    const { code, values } = result.failure
    log({ code, values }, 'certificate not renewed')
    if (code === 'CW4003' || code === 'CW4004') {
      ended(result.failure)
      return
    }
    const ceiling = Math.min(longestRetry, shortestRetry * 2 ** this.#failures)
    this.#failures += 1
    this.#wait(ceiling * (0.5 + random() / 2))
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}
