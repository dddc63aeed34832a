import { appendFile, mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { canonical } from '../../shared-types/src/engine/audit-chain.ts'
import { ROLES } from '../../shared-types/src/model/person.ts'
import { isSignedWith } from './centre-signature.ts'
import type { Config } from './config.ts'
import type { ServerKey } from './server-key.ts'

/** The name of the list; it lies beside the backups and is not rolled back with them. */
export const DISPOSED_LIST = 'disposed.ndjson'

/** Where this server keeps its own. */
export const disposedListOf = (config: Pick<Config, 'data' | 'backups'>): string =>
  join(config.backups ?? join(config.data, 'backups'), DISPOSED_LIST)

const line = z.strictObject({
  /** Of the centre whose cases they were. */
  centre: z.string(),
  disposal: z.strictObject({
    id: z.string(),
    type: z.string(),
    proposed_by: z.string(),
    proposed_at: z.string(),
    decided_by: z.string().nullable(),
    decided_at: z.string().nullable(),
  }),
  /** Who approved it. */
  by: z.strictObject({ id: z.string(), post: z.string(), role: z.enum(ROLES), unit: z.string() }),
  at: z.string(),
  cases: z.array(z.string()),
})

/** Cases that one disposal erased; nothing here says more of a case than its id. */
export type DisposedLine = z.infer<typeof line>

const signedLine = line.extend({ signature: z.string() })

const textOf = (said: DisposedLine) => `chuangtai disposed 1\n${canonical(said)}`

/** Adds lines at the end, each signed with the centre's key. On the disk when it answers. */
export async function noteDisposed(path: string, key: ServerKey, lines: readonly DisposedLine[]): Promise<void> {
  const texts = lines.map(said => {
    const signature = Buffer.from(key.signBytes(Buffer.from(textOf(said)))).toString('base64url')
    return JSON.stringify({ ...said, signature })
  })
  await addTexts(path, texts)
}

/** What this centre said it had erased; how many lines were not its own word, or no longer what it had written. */
export async function readDisposed(
  path: string,
  { id, sign }: Pick<ServerKey, 'id' | 'sign'>,
): Promise<{ lines: DisposedLine[]; wrong: number }> {
  const lines: DisposedLine[] = []
  let wrong = 0
  for (const text of await textsIn(path)) {
    const { data } = signedLine.safeParse(parsed(text))
    if (data && data.centre !== id) continue
    const { signature = '', ...said } = data ?? {}
    if (data && isSignedWith(sign.publicKey, textOf(said as DisposedLine), signature)) lines.push(said as DisposedLine)
    else wrong++
  }
  return { lines, wrong }
}

/** Has a list say what another says as well. Answers how many disposals it then tells of. */
export async function mergeDisposed(from: string, to: string): Promise<number> {
  const known = new Set(await textsIn(to))
  const more = (await textsIn(from)).filter(text => !known.has(text))
  await addTexts(to, more)
  const told = [...known, ...more].flatMap(text => line.safeParse(unsigned(text)).data?.disposal.id ?? [])
  return new Set(told).size
}

function unsigned(text: string): unknown {
  const { signature: _, ...said } = (parsed(text) ?? {}) as { signature?: unknown }
  return said
}

async function textsIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').filter(Boolean)
}

async function addTexts(path: string, texts: readonly string[]): Promise<void> {
  if (!texts.length) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // A line that a power cut left half written ends here, and is no one's word.
  await appendFile(path, `\n${texts.join('\n')}\n`, { mode: 0o600, flush: true })
  const folder = await open(dirname(path))
  await folder.sync().catch(() => {})
  await folder.close()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
