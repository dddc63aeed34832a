import type { StoredFile } from '../../api/files.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { FileFault } from '../file-fault.ts'
import { demandFile } from '../file-rights.ts'
import { type CoreLanguage, coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'files.add' | 'files.pages' | 'files.card' | 'files.pdf' | 'files.get' | 'files.scan' | 'files.portrait'

/** What ended a stack, to the clerk, who has had so many of its pages; undefined for a fault of the program itself. */
function whyStopped(error: unknown, passed: number, language: CoreLanguage): string | undefined {
  if (error instanceof CallRefusal && error.code === 'device') return String(error.values.text ?? '')
  if (!(error instanceof FileFault)) return undefined
  const why = coreText(language, `file.${error.code}`, error.facts)
  return coreText(language, 'scan.stopped', { why, passed, next: passed + 1 })
}

/** Photos and scans of the desk. */
export function fileCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'files.add': ({ bytes, as }, client) => {
      const { user } = asking(desk, client)
      if (as === 'page') return desk.files.addPage(bytes, user.id)
      return as === 'portrait' ? desk.files.addPortrait(bytes, user.id) : desk.files.add(bytes, user.id)
    },
    'files.pages': async ({ bytes }, client) => {
      const { user } = asking(desk, client)
      const pages: StoredFile[] = []
      try {
        for await (const page of desk.files.addPages(bytes, user.id)) pages.push(page)
      } catch (error) {
        if (!pages.length || !(error instanceof FileFault)) throw error
        const why = coreText(client.language, `file.${error.code}`, error.facts)
        const facts = { why, passed: pages.length, next: pages.length + 1 }
        pages.push({ ...pages.pop()!, stopped: coreText(client.language, 'file.stopped', facts) })
      }
      return pages
    },
    'files.card': ({ sides }, client) => desk.files.addCard(sides, asking(desk, client).user.id),
    'files.pdf': async ({ hashes }, client) => {
      const asked = asking(desk, client)
      for (const hash of hashes) await demandFile(desk, asked, hash)
      return desk.files.addPdf(hashes, asked.user.id)
    },
    'files.get': async ({ hash, thumbnail }, client) => {
      await demandFile(desk, asking(desk, client), hash)
      return thumbnail ? desk.files.thumbnail(hash) : desk.files.get(hash)
    },
    'files.scan': async (_, client) => {
      const { user } = asking(desk, client)
      const pages: StoredFile[] = []
      let blanks = 0
      const scan = desk.devices.scan(client.language, desk.scanner?.settings()?.defaults)
      try {
        for await (const page of desk.files.addStack(scan, user.id)) {
          if (page === 'blank') blanks++
          else pages.push(page)
        }
      } catch (error) {
        // The pages before a fault are good, and kept: who scans has them, and hears why no more came.
        const stopped = pages.length ? whyStopped(error, pages.length + blanks, client.language) : undefined
        if (stopped === undefined) throw error
        pages.push({ ...pages.pop()!, stopped })
      }
      if (blanks && !pages.length) throw new CallRefusal('device', 'scan.blank', { pages: blanks })
      if (blanks) pages[0] = { ...pages[0]!, blanks }
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
