/** The one session. Permission handlers are kept and never asked: Chromium runs without a single permission granted. */
import { EventEmitter } from 'node:events'
import { protocol } from './schemes.ts'

type BeforeRequest = (
  details: { readonly url: string; readonly method: string; readonly resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void

class StandInWebRequest {
  #beforeRequest: BeforeRequest | null = null

  onBeforeRequest(listener: BeforeRequest | null): void {
    this.#beforeRequest = listener
  }

  /** Whether the app's listener lets a request pass. Not named on the object that the app sees. */
  static passes(webRequest: StandInWebRequest, details: Parameters<BeforeRequest>[0]): Promise<boolean> {
    const listener = webRequest.#beforeRequest
    if (listener === null) return Promise.resolve(true)
    return new Promise((answered) => listener(details, ({ cancel }) => answered(cancel !== true)))
  }
}

export class StandInSession extends EventEmitter {
  readonly protocol = protocol
  readonly webRequest = new StandInWebRequest()
  setPermissionRequestHandler(_handler: unknown): void {}
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
  setSpellCheckerEnabled(_enable: boolean): void {}
}

export const requestPasses = (session: StandInSession, details: Parameters<BeforeRequest>[0]): Promise<boolean> =>
  StandInWebRequest.passes(session.webRequest, details)
export const defaultSession = new StandInSession()
export const session = { defaultSession }
