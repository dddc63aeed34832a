import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { evaluate } from '../../../shared-types/src/engine/evaluate.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Open } from '../../../shared-types/src/model/open.ts'
import type { Parts } from '../route.ts'
import { GROUND } from '../scope.ts'
import type { AppAsk } from './app-ask.ts'

/** A case that an app may be told of, with what its record type tells. */
export interface OpenCase {
  kind: Kind
  open: Open
  c: Case
}

/** Cases with one number: more than a person ever has. */
const MOST = 1000

/**
 * The cases of the app's unit and of all below it that have this number in the key field which `keyOf` names, of record
 * types that tell apps of it; the one that changed last first.
 */
export async function openCases(
  parts: Pick<Parts, 'kinds' | 'store' | 'now'>,
  { app, directory }: Pick<AppAsk, 'app' | 'directory'>,
  number: string,
  keyOf: (kind: Kind, open: Open) => string | undefined,
): Promise<OpenCase[]> {
  const units = directory.below(app.unit)
  const scope = { ...GROUND, today: dayOf(parts.now(), directory.zone), parameters: directory.parameters }
  const found = await Promise.all(
    [...parts.kinds.values()].map(async kind => {
      const { open } = kind.record
      const key = open && keyOf(kind, open)
      if (!open || key === undefined) return []
      const cases = await parts.store.cases.byKeys(kind, { [key]: number }, MOST)
      return cases
        .filter(c => units.has(c.unit) && evaluate(open.where, c, scope))
        .map((c): OpenCase => ({ kind, open, c }))
    }),
  )
  return found.flat().sort((a, b) => compare(b.c.updatedAt, a.c.updatedAt) || compare(a.c.id, b.c.id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
