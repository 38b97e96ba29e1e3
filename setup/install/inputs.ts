/** Everything an installation needs to know besides its authorization: enough to finish it after a crash. Holds no secret. */
import { z } from 'zod'
import { Relay } from '../../contract/control-plane-api.ts'
import { Override } from '../../contract/check-report.ts'
import { EnrollmentChoice } from '../../contract/enrollment.ts'
import { LogLevel } from '../../contract/log-entry.ts'
import { OrganizationId } from '../../contract/ids.ts'
import { StoredServiceProxy } from '../../contract/proxy.ts'

/** Folders as the plan names them. On the simulated server the host port maps them to real ones. */
export const InstallFolders = z.object({ program: z.string(), data: z.string() })
export type InstallFolders = z.infer<typeof InstallFolders>

export const InstallInputs = z.object({
  folders: InstallFolders,
  /** https origin. */
  controlPlane: z.string(),
  api: z.string(),
  certificateAuthorities: z.array(z.string()),
  relays: z.array(Relay),
  organization: z.object({ id: OrganizationId, name: z.string() }),
  locationName: z.string(),
  choice: EnrollmentChoice,
  /** What the service is set to. */
  proxy: StoredServiceProxy,
  /** Account of the proxy that the service is given; its password is in a file of its own, and never here. */
  proxyAccount: z.object({ id: z.string(), proxy: z.string(), user: z.string() }).optional(),
  /** Domain of the machine, in which the service looks for a proxy configuration script. */
  domain: z.string().optional(),
  /** Absent: as the service has it by itself. */
  logLevel: LogLevel.optional(),
  /** Name of the only relay to use. */
  pinnedRelay: z.string().optional(),
  simulated: z.boolean(),
  /** Checks whose failure was accepted, with the reason that was typed. */
  overrides: z.array(z.object({ check: z.string(), override: Override })),
  /** The account that set-up runs as. */
  by: z.string(),
})
export type InstallInputs = z.infer<typeof InstallInputs>
