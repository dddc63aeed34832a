import { type At, type Life, plan } from './life.ts'

export const APPLICATION = 'residence-permits.application'

/** Prints the card; an attempt may spoil it or yield nothing, then the next one follows. Nine of ten are good. */
export async function makeCard(life: Life, at: At, caseId: string, onMade: () => void): Promise<void> {
  const { random, recorder } = life
  const blank = life.handed.shift()
  if (!blank) return plan(life, 1, later => makeCard(life, later, caseId, onMade))
  const user = random.pick(life.staff.clerks)
  const on = { user, caseId, type: APPLICATION }
  await recorder.act({ ...on, at: at(), act: 'make', patch: { blankNo: blank.serial } })
  const outcome = random.weighted({ made: 92, spoil: 5, unprinted: 3 })
  const voidReason = random.weighted({ printHead: 4, misaligned: 3, colour: 2, jam: 2, chip: 1 })
  await recorder.act({ ...on, at: at(35), act: outcome, ...(outcome === 'spoil' && { patch: { voidReason } }) })
  if (outcome === 'made') return onMade()
  if (outcome === 'unprinted') life.handed.unshift(blank)
  await makeCard(life, seconds => at(95 + (seconds ?? 0)), caseId, onMade)
}

/** A fault seen only when the card was to be handed over: void, and made again. */
export async function scrapCard(life: Life, at: At, caseId: string): Promise<void> {
  await life.recorder.act({
    user: life.random.pick(life.staff.clerks),
    at: at(),
    caseId,
    type: APPLICATION,
    act: 'scrap',
    patch: { voidReason: 'wrongData' },
  })
}

/** Hands the card to its holder, whose identity was checked by card or by the receipt. */
export async function issueCard(life: Life, at: At, caseId: string): Promise<void> {
  const renewal = life.recorder.cases.one(caseId).data.kind === 'renewal'
  await life.recorder.act({
    user: life.random.pick(life.staff.window),
    at: at(),
    caseId,
    type: APPLICATION,
    act: 'issue',
    patch: {
      identityEvidence: life.random.weighted({ card: 85, ticket: 15 }),
      ...(renewal && { oldCardBack: true }),
    },
  })
}
