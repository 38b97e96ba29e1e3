/** The only way from the page to the main process: three functions, names from the contract, nothing of Electron. */
import { contextBridge, ipcRenderer } from 'electron'
import { ipcChannels, type IpcAnswer } from '../contract/ipc-channels.ts'
import { type AgentState, type WizardBridge, type WizardEvent } from '../contract/wizard-api.ts'

const listen = <Value>(channel: string, listener: (value: Value) => void): (() => void) => {
  const heard = (_event: unknown, value: Value): void => listener(value)
  ipcRenderer.on(channel, heard)
  return () => void ipcRenderer.removeListener(channel, heard)
}

const bridge: WizardBridge = {
  async call(name, argument) {
    const answer = (await ipcRenderer.invoke(ipcChannels.call, name, argument)) as IpcAnswer
    // A plain value crosses the context bridge whole; of an Error only its message would.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (!answer.ok) throw answer.refusal
    return answer.value as never
  },
  onEvent: (listener) => listen<WizardEvent>(ipcChannels.event, listener),
  onAgent(listener) {
    let told = false
    const stop = listen<AgentState>(ipcChannels.agent, (state) => {
      told = true
      listener(state)
    })
    void ipcRenderer.invoke(ipcChannels.agent).then((state: AgentState) => {
      if (!told) listener(state)
    })
    return stop
  },
}

contextBridge.exposeInMainWorld('causeway', bridge)
