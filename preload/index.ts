/** The only way from the page to the main process: three functions, names from the contract, nothing of Electron. */
import { contextBridge, ipcRenderer } from 'electron'
import { ipcChannels, type IpcAnswer } from '../contract/ipc-channels.ts'
import type { AgentState, WizardBridge, WizardEvent } from '../contract/wizard-api.ts'

/** Values come from main, which took them through their schemas. */
const listen = (channel: string, listener: (value: unknown) => void): (() => void) => {
  const heard = (_event: unknown, value: unknown): void => listener(value)
  ipcRenderer.on(channel, heard)
  return () => void ipcRenderer.removeListener(channel, heard)
}

const bridge: WizardBridge = {
  async call(name, argument) {
    const answer = (await ipcRenderer.invoke(ipcChannels.call, name, argument)) as IpcAnswer
    // A plain value crosses the context bridge whole; of an Error only its message would.
    // oxlint-disable-next-line typescript/only-throw-error
    if (!answer.ok) throw answer.refusal
    return answer.value as never
  },
  onEvent: (listener) => listen(ipcChannels.event, (event) => listener(event as WizardEvent)),
  onAgent(listener) {
    let told = false
    const stop = listen(ipcChannels.agent, (state) => {
      told = true
      listener(state as AgentState)
    })
    void ipcRenderer.invoke(ipcChannels.agent).then((state: AgentState) => {
      if (!told) listener(state)
    })
    return stop
  },
}

contextBridge.exposeInMainWorld('causeway', bridge)
