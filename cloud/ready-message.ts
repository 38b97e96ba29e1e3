/** What the control plane says when it is ready, or why it is not. The only place where its start tells secrets, once. */
import { type Failure } from '../contract/error-codes.ts'
import { errors } from '../contract/wording/en/errors.ts'
import { format } from '../contract/wording/format.ts'
import { type ControlPlane } from './control-plane.ts'

/** The JSON line of `--json`. */
export const readyMessage = ({ address, publicUrl, connectionFilePath, firstAdministratorLink, demo }: ControlPlane) => ({
  ready: true,
  address,
  publicUrl,
  connectionFile: connectionFilePath,
  ...(firstAdministratorLink === undefined ? {} : { firstAdministratorLink }),
  ...(demo === undefined
    ? {}
    : {
        demo: {
          organization: demo.organization,
          account: { email: demo.account.email, password: demo.account.password.reveal() },
          locations: demo.locations,
          serviceKey: demo.serviceKey.reveal(),
          enrollmentToken: demo.enrollmentToken.reveal(),
          echo: demo.echo,
        },
      }),
})

export const readyLine = ({ publicUrl, connectionFilePath, firstAdministratorLink, demo }: ControlPlane): string =>
  [
    `Ready: ${publicUrl} (connection file: ${connectionFilePath})`,
    ...(firstAdministratorLink === undefined
      ? []
      : [`First administrator, set a password here within 24 hours: ${firstAdministratorLink}`]),
    ...(demo === undefined
      ? []
      : [
          `Demo account: ${demo.account.email}, password ${demo.account.password.reveal()}`,
          `Demo service key: ${demo.serviceKey.reveal()}`,
          `Demo enrollment token for ${demo.locations[0]?.name ?? ''}: ${demo.enrollmentToken.reveal()}`,
        ]),
  ].join('\n')

export const failureText = ({ code, values, detail }: Failure): string => {
  const { title, cause, next } = errors[code]
  const text = [title, format(cause, values, 'en'), next].map((part) => format(part, values, 'en')).join('\n')
  return `${code}: ${text}${detail === undefined ? '' : `\n(${detail})`}`
}
