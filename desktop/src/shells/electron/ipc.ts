import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import type { Client, Core } from '../../core/core.ts'
import { failureOf } from '../../core/failure.ts'
import { isFailure } from '../is-failure.ts'
import { CALL, type Crossing, NOTICE } from './channels.ts'
import { isOurs } from './page.ts'
import type { SecondScreen } from './second-screen.ts'

/** Whether a message comes from our own page itself, and from no frame within it. */
export function fromOurPage(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url)
}

/** Carries the window's calls to the core and its notices to the window. Anyone else who asks gets an error. */
export function serveIpc(ipc: Pick<IpcMain, 'handle'>, core: Core, second: SecondScreen): void {
  const clients = new WeakMap<WebContents, Client>()
  ipc.handle(CALL, async (event: IpcMainInvokeEvent, name: unknown, args: unknown): Promise<Crossing> => {
    if (!fromOurPage(event.senderFrame)) throw new Error('This page may not call.')
    const client = clients.get(event.sender) ?? hear(core, event.sender, second)
    clients.set(event.sender, client)
    try {
      return { answer: await core.call(String(name), args, client) }
    } catch (thrown) {
      return { failure: isFailure(thrown) ? thrown : failureOf(thrown, client.language) }
    }
  })
}

/** A window hears of changes from its first call on. Which side of the desk it is on follows from how it was opened. */
function hear(core: Core, contents: WebContents, second: SecondScreen): Client {
  const client: Client = second.is(contents)
    ? { language: 'zh-CN', citizen: true }
    : { language: 'zh-CN', secondScreen: second.open }
  const deaf = core.listen(notice => {
    if (!contents.isDestroyed()) contents.send(NOTICE, notice)
  }, client)
  contents.once('destroyed', deaf)
  return client
}
