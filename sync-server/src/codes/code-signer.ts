import type { CodeAlgorithm, CodeKey } from '../../../shared-types/src/model/signed-code.ts'
import type { KeptText } from '../kept-text.ts'
import { putSetting } from '../settings.ts'
import { sha256 } from '../sha256.ts'
import type { Store, Turn } from '../store.ts'
import { SIGNINGS } from './signatures.ts'
import type { CodeKeyRow } from './tables-codes.ts'

/** What signs the codes of cases: the newest pair of the algorithm that the configuration names. */
export interface CodeSigner {
  key: CodeKey
  sign(bytes: Uint8Array): Uint8Array
}

/**
 * The pair that signs, made by whichever instance starts first with this algorithm and told to every window. Older pairs
 * stay known: what they signed holds on.
 */
export async function codeSigner(
  store: Store,
  { algorithm = 'ed25519', kept, now }: { algorithm?: CodeAlgorithm | undefined; kept: KeptText; now: string },
): Promise<CodeSigner> {
  const row = await store.transaction(
    async turn => (await signing(turn, algorithm)) ?? make(turn, algorithm, kept, now),
  )
  const privateKey = kept.open(row.private, about(row.id))
  return { key: keyOf(row), sign: bytes => SIGNINGS[algorithm].sign(bytes, privateKey) }
}

const signing = (turn: Turn, algorithm: CodeAlgorithm): Promise<CodeKeyRow | undefined> =>
  turn.db
    .selectFrom('code_keys')
    .selectAll()
    .where('algorithm', '=', algorithm)
    .where('ended_at', 'is', null)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst()

async function make(turn: Turn, algorithm: CodeAlgorithm, kept: KeptText, now: string): Promise<CodeKeyRow> {
  const { privateKey, publicKey } = SIGNINGS[algorithm].pair()
  const id = sha256(publicKey).slice(0, 8)
  const row = {
    ...{ id, algorithm, public_key: publicKey, private: kept.seal(privateKey, about(id)) },
    ...{ made_at: now, ended_at: null },
  }
  await turn.db.insertInto('code_keys').values(row).execute()
  await putSetting(turn, { id: `code-key:${id}`, kind: 'code-key', value: keyOf(row) }, now)
  return row
}

const about = (id: string) => `code key ${id}`

const keyOf = ({ id, algorithm, public_key, made_at }: CodeKeyRow): CodeKey => ({
  ...{ id, algorithm: algorithm as CodeAlgorithm },
  ...{ publicKey: public_key, madeAt: made_at },
})
