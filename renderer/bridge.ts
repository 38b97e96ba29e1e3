import { type WizardBridge } from '../contract/wizard-api.ts'

declare global {
  interface Window {
    /** Put there by the preload script; absent in a page that is not the wizard's window. */
    readonly causeway?: WizardBridge
  }
}

/** The way to the engine. Throws where the page was opened outside the wizard's window. */
export function windowBridge(): WizardBridge {
  const { causeway } = window
  if (causeway === undefined) throw new Error('window.causeway is missing: this page belongs into the window of Causeway')
  return causeway
}
