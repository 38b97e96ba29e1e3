/** What the install steps need of the control plane. Behind it: a DPoP-bound sign-in, a one-time token, or nothing any more. */
import { type ConnectorId } from '../../contract/ids.ts'
import { type EnrollmentReply, type EnrollmentRequest } from '../../contract/control-plane-api.ts'
import { type Result } from '../../contract/error-codes.ts'
import { type InstallInputs } from '../install/inputs.ts'
import { type MachineKey } from '../../connector/identity/machine-key.ts'

/** A registration that can prove itself, or only name itself when its certificate was never received. */
export interface Registration {
  readonly connectorId: ConnectorId
  readonly key: MachineKey
  /** PEM, leaf first. */
  readonly chain: readonly string[]
}

export interface EnrollmentDoor {
  /** `CW5001` when nobody is signed in any more and no token was given. */
  readonly enroll: (request: EnrollmentRequest, signal: AbortSignal) => Promise<Result<EnrollmentReply>>
  /** Ends the registration in the control plane, by its own proof. `inputs` say where, since set-up may not be signed in any more. */
  readonly revoke: (registration: Registration, inputs: InstallInputs, signal: AbortSignal) => Promise<Result<undefined>>
}
