import type { FileStore } from './file-store.ts'
import type { PageTexts } from './page-texts.ts'
import type { ServerClient } from './server-client.ts'
import { ServerRefusal } from './server-fault.ts'

/**
 * Files with what was read from them: the text is sent to the centre once its page is there, and goes with the page when
 * that is erased.
 */
export function textFiles(
  files: FileStore,
  texts: PageTexts,
  server: Pick<ServerClient, 'putPageText'>,
): Pick<FileStore, 'upload' | 'erase'> {
  return {
    async upload() {
      await files.upload()
      const waiting = new Set((await files.unsent()).map(({ hash }) => hash))
      for (const hash of texts.unsent()) {
        const page = texts.get(hash)
        if (waiting.has(hash) || !page) continue
        await server.putPageText(hash, page).catch(unlessNotOurs)
        texts.sent(hash)
      }
    },
    async erase(hash) {
      texts.remove(hash)
      await files.erase(hash)
    },
  }
}

/** A page that another station sent has its text from there. */
function unlessNotOurs(error: unknown): void {
  if (!(error instanceof ServerRefusal && error.status === 404)) throw error
}
