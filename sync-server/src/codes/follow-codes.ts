import { randomUUID } from 'node:crypto'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { evaluate, type Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { type CodeContent, carried, readSigned, signedCode } from '../../../shared-types/src/engine/signed-code.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { CENTRE } from '../../../shared-types/src/model/person.ts'
import type { CodeEnd, SignedCode } from '../../../shared-types/src/model/signed-code.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import { centreActs } from '../centre-acts.ts'
import type { Directory } from '../directory.ts'
import { getSetting, putSetting } from '../settings.ts'
import { sha256 } from '../sha256.ts'
import type { Turn } from '../store.ts'
import type { CodeSigner } from './code-signer.ts'

interface Following {
  turn: Turn
  directory: Directory
  signer: CodeSigner
  now: string
}

/**
 * After events were taken, in the same turn: cases that bear a signed code get a new one where what stands in it has
 * changed, and the old one, or that of a case that holds no longer, is said to have ended.
 */
export async function followCodes(following: Following, events: readonly CaseEvent[]): Promise<void> {
  const { kinds, cases } = following.turn
  const acts = new Map<string, Set<string>>()
  for (const { caseId, type, act } of events) {
    if (!kinds.get(type)?.record.code) continue
    acts.set(caseId, (acts.get(caseId) ?? new Set()).add(act))
  }
  if (acts.size === 0) return
  for (const [id, c] of await cases.get([...acts.keys()])) {
    const kind = kindOf(kinds, c.type)
    const { code } = kind.record
    if (code) await follow(following, kind, code, c, acts.get(id)!)
  }
}

async function follow(
  following: Following,
  kind: Kind,
  code: SignedCode,
  c: Case,
  acts: ReadonlySet<string>,
): Promise<void> {
  const count = Number(c.data[code.count] ?? 0)
  if (!code.holds.includes(c.state)) {
    if (count) await say(following, c, count + 1, c.state)
    return
  }
  if (!kind.record.workflow.steps[code.step]!.from.includes(c.state)) return
  const content = await contentOf(following, kind, code, c, count + 1)
  if (!content) return
  const stands = readSigned(String(c.data[code.text] ?? ''))
  const isSame = typeof stands !== 'string' && same(stands.content, content) && stands.key === following.signer.key.id
  if (isSame && !code.anew?.some(act => acts.has(act))) return lift(following, c, count)
  await sign(following, code, c, content)
}

async function sign(following: Following, code: SignedCode, c: Case, content: CodeContent): Promise<void> {
  const { turn, directory, signer, now } = following
  const text = coded(content, signer)
  if (text === undefined) return
  const patch = { [code.text]: text, [code.count]: content.count }
  await centreActs(turn, directory, now, [
    { id: randomUUID(), caseId: c.id, type: c.type, act: code.step, unit: c.unit, patch },
  ])
  if (content.count > 1) await say(following, c, content.count, '')
}

/** Undefined where a number or a day is none that a code can carry: the case stands without one. */
function coded(content: CodeContent, signer: CodeSigner): string | undefined {
  try {
    return signedCode(content, signer.key, signer.sign)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What a code of the case says; undefined where it is to bear none. */
async function contentOf(
  { turn, directory, now }: Following,
  kind: Kind,
  code: SignedCode,
  c: Case,
  count: number,
): Promise<CodeContent | undefined> {
  const units = directory.units.map(unit => unit.id)
  const user = { id: CENTRE, post: CENTRE, role: CENTRE, unit: c.unit, units, district: units } as const
  const scope: Scope = { today: dayOf(now, directory.zone), user, parameters: directory.parameters }
  const found = await related(turn.cases, turn.kinds, kind, c, scope)
  const asked = { ...scope, related: found }
  if (!evaluate(code.when, c, asked)) return undefined
  const text = (name: string) => String(c.data[name] ?? '')
  const until = text(code.until)
  return {
    ...{ serial: serialOf(c), count, number: text(code.number), issuer: text(code.issuer) },
    what: String(found[code.what.lookup]?.[0]?.data[code.what.field] ?? ''),
    holder: evaluate(code.covered, c, asked) ? covered(text(code.holder), text(code.holderNumber)) : text(code.holder),
    from: text(code.from),
    ...(until && { until }),
  }
}

/** The first character of a name and the last four of a number: enough to know who stands there, and no more. */
function covered(name: string, number: string): string {
  const letters = [...name]
  return `${letters[0] ?? ''}${'*'.repeat(Math.max(1, letters.length - 1))} ${number.slice(-4)}`.trim()
}

/** Says nothing of the case to whoever does not know its id. */
const serialOf = (c: Case): string => sha256(`code ${c.id}`).slice(0, 12)

const same = (one: CodeContent, other: CodeContent): boolean => {
  const [a, b] = [carried({ ...one, count: 1 }), carried({ ...other, count: 1 })]
  return [...Object.keys(a), ...Object.keys(b)].every(
    name => a[name as keyof CodeContent] === b[name as keyof CodeContent],
  )
}

/** The case holds again, and what its code says has not changed: the newest code counts as before. */
async function lift(following: Following, c: Case, count: number): Promise<void> {
  const stands = await getSetting(following.turn.db, `code-end:${serialOf(c)}`)
  if (stands?.kind === 'code-end' && stands.value.below > count) await say(following, c, count, '')
}

async function say({ turn, now }: Following, c: Case, below: number, state: string): Promise<void> {
  const value: CodeEnd = { serial: serialOf(c), below, type: c.type, state, at: now }
  const stands = await getSetting(turn.db, `code-end:${value.serial}`)
  if (stands?.kind === 'code-end' && stands.value.below === below && stands.value.state === state) return
  await putSetting(turn, { id: `code-end:${value.serial}`, kind: 'code-end', value }, now)
}
