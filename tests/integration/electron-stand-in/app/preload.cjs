const { contextBridge, ipcRenderer } = require('electron')

globalThis.secret = 'of the preload script'
const missing = () => {
  try {
    require('node:fs')
    return 'there'
  } catch (error) {
    return error.message
  }
}
contextBridge.exposeInMainWorld('trial', {
  invoke: (channel, ...values) => ipcRenderer.invoke(channel, ...values),
  on: (channel, listener) => {
    const heard = (_event, ...values) => listener(...values)
    ipcRenderer.on(channel, heard)
    return () => void ipcRenderer.removeListener(channel, heard)
  },
  refuses: async () => {
    throw { code: 'CW9002', message: 'as a value' }
  },
  throws: () => {
    throw new RangeError('in the other world')
  },
  nested: { list: [1, { two: 2 }] },
  sandboxed: process.sandboxed,
  missing: missing(),
})
