/** The connection file of the console's download page (`causeway.connection.json`): presets the wizard, holds no secret. */
import { z } from 'zod'
import { OrganizationId } from './ids.ts'

export const ConnectionFile = z.strictObject({
  schema: z.literal('causeway.connection/1'),
  controlPlane: z.url({ protocol: /^https$/ }),
  /** Certificate authorities to trust for the control plane beside the system's store, PEM. */
  certificateAuthorities: z.array(z.string().startsWith('-----BEGIN CERTIFICATE-----').max(16_384)).max(8).default([]),
  organization: z.object({ id: OrganizationId, name: z.string() }).optional(),
})
export type ConnectionFile = z.infer<typeof ConnectionFile>
