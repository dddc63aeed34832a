import { randomUUID } from 'node:crypto'
import type { AnswerOf, Arguments, CallName, Notice } from '../../desktop/src/api.ts'
import type { CoreOptions } from '../../desktop/src/core/core.ts'
import { openWindow } from '../../desktop/src/core/open-window.ts'
import { INVENTED_PEOPLE } from '../../native-bridges/src/drivers/invented-people.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import { PASSWORD } from '../harness.ts'
import { address } from '../journeys/permit.ts'

const BOOK = 'library-loans.book'
const LOAN = 'library-loans.loan'

/** A window as a shell opens it, which survives what happens to its data, and a clerk's small acts at it. */
export async function dayAt(folder: string, options: Partial<CoreOptions> = {}) {
  const core = await openWindow({
    folder,
    shell: 'web',
    version: 'test',
    domains: [libraryLoans],
    demo: { logins: [], haste: 1000 },
    log: error => console.error(error),
    ...options,
  })
  const client = { language: 'zh-CN' } as const
  const notices: Notice[] = []
  core.listen(notice => notices.push(notice), client)
  const call = async <N extends CallName>(name: N, args: Arguments<N>) =>
    (await core.call(name, args, client)) as AnswerOf<N>
  const act = async (type: string, id: string, step: string, patch: Record<string, unknown>) => {
    const answer = await call('cases.act', { type, id, act: step, patch: patch as never })
    if (answer.problems.length) throw new Error(answer.problems.map(p => p.text).join())
    return answer
  }
  return {
    core,
    call,
    notices,
    close: () => core.close(),
    signIn: (login: string) => call('session.signIn', { login, password: PASSWORD }),
    sync: () => call('sync.now', {}),
    async shelve() {
      const id = randomUUID()
      const barcode = `K${id.slice(0, 8).toUpperCase()}`
      await act(BOOK, id, 'shelve', { barcode, title: `书${barcode}`, kind: 'book' })
      return { id, barcode }
    },
    /** Takes a slip number; answers it. */
    async lend({ barcode }: { barcode: string }, id: string = randomUUID()) {
      const { card } = INVENTED_PEOPLE[1]!
      const reader = { readerId: card.idNumber, reader: card.name, birth: card.birth, home: address }
      const { drawn } = await act(LOAN, id, 'lend', { ...reader, barcode, term: 'short' })
      return { id, number: drawn![0]!.number }
    },
    async titles() {
      const rows = []
      for (const type of [BOOK, LOAN]) rows.push(...(await call('cases.list', { type, limit: 500 })).rows)
      return rows.map(r => `${r.title} ${r.state}`).sort()
    },
  }
}

export type Day = Awaited<ReturnType<typeof dayAt>>
