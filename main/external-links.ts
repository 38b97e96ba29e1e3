/** Links by id: the page names what it means, and only addresses that follow from the engine's own state are opened. */
import { failed, succeeded, type Result } from '../contract/error-codes.ts'
import { type SignInState } from '../contract/enrollment.ts'
import { type ParsedArgumentOf } from '../contract/wizard-api.ts'

export type LinkRequest = ParsedArgumentOf<'openLink'>

/** An https address without credentials that belongs to the control plane at `base`. */
const within = (base: string, address: string): string | undefined => {
  if (!URL.canParse(base) || !URL.canParse(address)) return undefined
  const [home, target] = [new URL(base), new URL(address)]
  const fits = home.protocol === 'https:' && target.origin === home.origin && target.username === '' && target.password === ''
  return fits ? target.href : undefined
}

/** Where a link leads: to the control plane, or to a page of the documentation that came with the program (without extension). */
export type LinkTarget = { readonly is: 'web'; readonly address: string } | { readonly is: 'docs'; readonly page: string }

const docsPage = (folder: 'checks' | 'errors', of: string | undefined, pattern: RegExp): LinkTarget | undefined =>
  of !== undefined && pattern.test(of) ? { is: 'docs', page: `${folder}/${of}` } : undefined

/** The control plane of the sign-in, once its address is known. */
const controlPlaneOf = (signIn: SignInState | undefined): string | undefined => {
  switch (signIn?.is) {
    case 'ready':
    case 'waiting':
    case 'signedIn':
      return signIn.controlPlane.address
    default:
      return undefined
  }
}

const webPage = (base: string | undefined, address: string | undefined): LinkTarget | undefined => {
  const fits = base === undefined || address === undefined ? undefined : within(base, address)
  return fits === undefined ? undefined : { is: 'web', address: fits }
}

const consoleOf = (base: string | undefined): string | undefined =>
  base !== undefined && URL.canParse(base) ? new URL('/console', base).href : undefined

const targetOf = ({ link, of }: LinkRequest, signIn: SignInState | undefined): LinkTarget | undefined => {
  const base = controlPlaneOf(signIn)
  switch (link) {
    case 'signIn':
      return webPage(base, signIn?.is === 'waiting' ? signIn.shortAddress : undefined)
    case 'verification':
      return webPage(base, signIn?.is === 'waiting' ? signIn.verificationAddress : undefined)
    case 'console':
      return webPage(base, consoleOf(base))
    case 'docsCheck':
      return docsPage('checks', of, /^[a-z]+\.[a-z0-9-]+$/)
    case 'docsError':
      return docsPage('errors', of, /^CW[0-9]{4}$/)
  }
}

/**
 * What a link stands for now. Fails with CW5003 when that is nothing: no sign-in is waiting, no control plane is known, or
 * what the engine says points elsewhere than to the control plane.
 */
export const linkTarget = (request: LinkRequest, signIn: SignInState | undefined): Result<LinkTarget> => {
  const target = targetOf(request, signIn)
  return target === undefined ? failed('CW5003', {}, `the link ${request.link} leads nowhere now`) : succeeded(target)
}
