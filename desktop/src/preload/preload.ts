import { contextBridge, ipcRenderer } from 'electron'
import type { Notice } from '../api.ts'
import { CALL, type Crossing, NOTICE } from '../shells/electron/channels.ts'

/** All that the page is given: it asks, and it hears. No channel names, no events, nothing of Electron's. */
contextBridge.exposeInMainWorld('chuangtai', {
  async call(name: unknown, args: unknown): Promise<unknown> {
    const crossing = (await ipcRenderer.invoke(CALL, String(name), args)) as Crossing
    if ('failure' in crossing) throw crossing.failure
    return crossing.answer
  },
  listen(hear: (notice: Notice) => void): () => void {
    const listener = (_event: unknown, notice: Notice) => hear(notice)
    ipcRenderer.on(NOTICE, listener)
    return () => void ipcRenderer.removeListener(NOTICE, listener)
  },
})
