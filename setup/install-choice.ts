/** From the decisions of pages 2 and 3 to what an installation needs, and to the parameters file that would do the same silently. */
import { type CheckRow } from '../contract/check-report.ts'
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { type EnrollmentChoice } from '../contract/enrollment.ts'
import { OrganizationId } from '../contract/ids.ts'
import { ParametersFile } from '../contract/parameters-file.ts'
import { printServiceProxy, type ServiceProxy } from '../contract/proxy.ts'
import { type ControlPlane } from './enrollment/discovery.ts'
import { productNames } from './host/registry-keys.ts'
import { type InstallInputs } from './install/inputs.ts'

export interface ChoiceFacts {
  readonly controlPlane: ControlPlane
  readonly organization: { readonly id: string; readonly name: string }
  readonly choice: EnrollmentChoice
  readonly locationName: string
  readonly certificateAuthorities: readonly string[]
  readonly way: Pick<InstallInputs, 'proxy' | 'proxyAccount' | 'domain'>
  readonly simulated: boolean
  readonly by: string
  readonly rows: readonly CheckRow[]
}

export const installInputs = ({
  controlPlane,
  organization,
  choice,
  locationName,
  certificateAuthorities,
  way,
  simulated,
  by,
  rows,
}: ChoiceFacts): Result<InstallInputs> => {
  const id = OrganizationId.safeParse(organization.id)
  if (!id.success) return failed('CW7006', { where: 'organization', reason: 'id does not fit' })
  return succeeded({
    folders: { program: productNames.programFolder, data: productNames.dataFolder },
    controlPlane: controlPlane.address,
    api: controlPlane.discovery.api,
    certificateAuthorities: [...certificateAuthorities],
    relays: controlPlane.discovery.relays,
    organization: { id: id.data, name: organization.name },
    locationName,
    choice,
    ...way,
    simulated,
    overrides: rows.flatMap(({ id: check, override }) => (override === undefined ? [] : [{ check, override }])),
    by,
  })
}

/** Holds no secret: the token of a silent install comes from standard input, or from a file that is named there. */
export const parametersFileFor = (
  { controlPlane, choice, locationName, proxyAccount, overrides }: InstallInputs,
  connectionFile: string | undefined,
  proxy: ServiceProxy,
): string => {
  const parameters = ParametersFile.parse({
    schema: 'causeway.parameters/1',
    ...(connectionFile === undefined ? { controlPlane } : { controlPlane, connectionFile }),
    location: { name: locationName },
    labels: choice.labels,
    tokenFile: '-',
    ...(choice.onSeenBefore === undefined ? {} : { onSeenBefore: choice.onSeenBefore }),
    proxy: printServiceProxy(proxy),
    ...(proxyAccount === undefined ? {} : { proxyUser: proxyAccount.user }),
    overrides: overrides.map(({ check, override }) => ({ check, reason: override.reason })),
  })
  return `${JSON.stringify(parameters, null, 2)}\n`
}
