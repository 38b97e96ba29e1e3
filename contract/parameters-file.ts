/** The parameters file of silent installs (`causeway-setup install --params FILE`). Holds no secret: token and password come from files of their own. */
import { z } from 'zod'
import { ConnectorName, Labels, LocationName, SeenBeforeChoice } from './enrollment.ts'
import { checkIds, type CheckId } from './check-catalogue.ts'
import { LocationId } from './ids.ts'
import { ProxyAccountText, readServiceProxy } from './proxy.ts'

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
  labels: Labels.default([]),
  tokenFile: z.string().optional().describe('Path of a file that holds the one-time enrollment token. "-" reads standard input.'),
  onSeenBefore: SeenBeforeChoice.optional().describe('What to do when this machine was enrolled before. Left out: refuse.'),
  proxy: z
    .string()
    .max(2010)
    .refine((text) => readServiceProxy(text) !== undefined, 'is not system, none, wpad, pac:ADDRESS or the address of a proxy')
    .default('system')
    .describe('Proxy of the service: "system", "none", "wpad", "pac:" and the address of a script, or the address of a proxy.'),
  proxyUser: ProxyAccountText.shape.user.optional().describe('Whom the proxy asks for. Sent to that proxy only.'),
  proxyPasswordFile: z
    .string()
    .optional()
    .describe('Path of a file with the password for proxyUser, relative to this file. Left out: the variable CAUSEWAY_PROXY_PASSWORD.'),
  overrides: z
    .array(z.strictObject({ check: z.enum(checkIds as [CheckId, ...CheckId[]]), reason: z.string().trim().min(3).max(500) }))
    .default([])
    .describe('Checks whose failure is accepted, each with a reason that is recorded.'),
})
export type ParametersFile = z.infer<typeof ParametersFile>
