/** The parameters file of silent installs (`causeway-setup install --params FILE`). Holds no secret: a token comes from a file or standard input. */
import { z } from 'zod'
import { ConnectorName, Label, LocationName, SeenBeforeChoice } from './enrollment.ts'
import { checkIds, type CheckId } from './check-catalogue.ts'
import { LocationId } from './ids.ts'

export const ParametersFile = z.strictObject({
  schema: z.literal('causeway.parameters/1').describe('Version of this file format.'),
  controlPlane: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('Address of the control plane. May be left out when connectionFile is given.'),
  connectionFile: z.string().optional().describe('Path of the connection file downloaded from the console, relative to this file.'),
  location: z
    .union([z.strictObject({ id: LocationId }), z.strictObject({ name: LocationName })])
    .optional()
    .describe('Resource location to join. Left out: the one the enrollment token is for.'),
  connectorName: ConnectorName.optional().describe('Name in the console. Left out: the machine name.'),
  labels: z.array(Label).max(16).default([]),
  tokenFile: z.string().optional().describe('Path of a file that holds the one-time enrollment token. "-" reads standard input.'),
  onSeenBefore: SeenBeforeChoice.optional().describe('What to do when this machine was enrolled before. Left out: refuse.'),
  proxy: z
    .union([z.literal('system'), z.literal('none'), z.url()])
    .default('system')
    .describe('Proxy of the service.'),
  overrides: z
    .array(z.strictObject({ check: z.enum(checkIds as [CheckId, ...CheckId[]]), reason: z.string().trim().min(3).max(500) }))
    .default([])
    .describe('Checks whose failure is accepted, each with a reason that is recorded.'),
})
export type ParametersFile = z.infer<typeof ParametersFile>
