import type { StoredFile } from '../../api.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { demandFile } from '../file-rights.ts'
import type { Handlers } from './handlers.ts'

type Own = 'files.add' | 'files.get' | 'files.scan' | 'files.portrait'

/** Photos and scans of the desk. */
export function fileCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'files.add': ({ bytes }, client) => desk.files.add(bytes, asking(desk, client).user.id),
    'files.get': async ({ hash, thumbnail }, client) => {
      await demandFile(desk, asking(desk, client), hash)
      return thumbnail ? desk.files.thumbnail(hash) : desk.files.get(hash)
    },
    'files.scan': async (_, client) => {
      const { user } = asking(desk, client)
      const pages: StoredFile[] = []
      for await (const page of desk.devices.scan(client.language)) pages.push(await desk.files.add(page.bytes, user.id))
      return pages
    },
    'files.portrait': async (_, client) => {
      const { user } = asking(desk, client)
      const taken = await desk.demo?.portrait()
      if (!taken) throw new CallRefusal('device', desk.demo ? 'portrait.nobody' : 'portrait.none')
      return desk.files.addPortrait(taken, user.id)
    },
  }
}
