/** Names of channels on Electron's ipc. Apart from the schemas, so that the preload script carries names only. */
export const ipcChannels = {
  /** Invoked with a call's name and its argument; answers with `IpcAnswer`. */
  call: 'causeway:call',
  /** Sent to the page: one `WizardEvent`. */
  event: 'causeway:event',
  /** Invoked without arguments: the present `AgentState`. Sent to the page when it changes. */
  agent: 'causeway:agent',
} as const

/** Electron's ipc keeps only the text of an error, so a refusal travels as a value and the preload script rejects with it. */
export type IpcAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: CallRefusal }

/** What a refused or broken call rejects with: a permanent code and technical English. */
export interface CallRefusal {
  readonly code: string
  readonly message: string
}
