import { afterEach, beforeEach, expect, test } from 'vitest'
import { kindsOf } from '../../../../shared-types/src/engine/kinds.ts'
import type { User } from '../../../../shared-types/src/model/person.ts'
import { libraryLoans } from '../../../../test/fixtures/library-loans/index.ts'
import type { Desk } from '../desk.ts'
import { type ImportJobs, importJobs } from '../import-job.ts'
import { sheetCalls } from './sheets.ts'

const client = { language: 'zh-CN' } as const
const person = (id: string): User => ({ id, post: 'x', role: 'clerk', unit: 'u1', units: ['u1'], district: ['u1'] })

let imports: ImportJobs
let signedIn: User | undefined
let calls: ReturnType<typeof sheetCalls>

beforeEach(() => {
  imports = importJobs()
  signedIn = person('p1')
  const kinds = kindsOf([libraryLoans])
  // Of a window only what these calls ask for: who is signed in, the jobs, and words.
  calls = sheetCalls({
    kinds,
    imports,
    session: { user: () => signedIn },
    parts: { clock: { today: () => '2026-11-22' }, parameters: () => ({}) },
    directory: { deployment: () => ({ name: '', zone: 'Asia/Shanghai' }), units: () => [] },
    notes: { get: async () => undefined },
    clock: { now: () => '2026-11-22T01:00:00Z' },
    audit: async () => undefined,
    tell: () => undefined,
  } as unknown as Desk)
})
afterEach(() => imports.close())

test('an import is answered to whoever began it, to nobody else, and not after they went', async () => {
  const file = { type: 'library-loans.book', name: '图书.xlsx', bytes: new TextEncoder().encode('no workbook') }
  const { job } = await calls['import.start'](file, client)
  expect(await calls['import.job']({ job }, client)).toMatchObject({ job, name: '图书.xlsx' })

  signedIn = person('p2')
  const gone = { code: 'not-found', say: 'import.gone' }
  await expect(async () => calls['import.job']({ job }, client)).rejects.toMatchObject(gone)
  await expect(async () => calls['import.cancel']({ job }, client)).rejects.toMatchObject(gone)
  await expect(async () => calls['import.refused']({ job }, client)).rejects.toMatchObject(gone)

  signedIn = undefined
  for (const name of ['import.job', 'import.cancel', 'import.refused'] as const)
    await expect(async () => calls[name]({ job }, client)).rejects.toMatchObject({ code: 'session' })
})
