import { type At, type Life, today } from './life.ts'

const BLANK = 'residence-permits.blank'

/** A box of blank cards arrives: each is received by its serial number. */
export async function receiveBlanks(life: Life, at: At, count: number): Promise<void> {
  const year = today(life).slice(2, 4)
  const box = life.stock.length + [...life.recorder.cases.all()].filter(c => c.type === BLANK).length
  for (let n = 1; n <= count; n++) {
    const serial = `K${life.place.code}${year}${String(box + n).padStart(6, '0')}`
    const { id } = await life.recorder.act({
      user: life.staff.clerks[0]!,
      at: at(),
      type: BLANK,
      act: 'receive',
      patch: { serial, batch: `${year}-${life.place.code}`, receivedOn: today(life) },
    })
    life.stock.push({ serial, caseId: id })
  }
}

/** Hands blank cards from stock to the window when few are left there. */
export async function handBlanks(life: Life, at: At): Promise<void> {
  if (life.handed.length >= 5) return
  const clerk = life.random.pick(life.staff.clerks)
  for (const blank of life.stock.splice(0, 12)) {
    await life.recorder.act({
      user: clerk,
      at: at(),
      caseId: blank.caseId,
      type: BLANK,
      act: 'hand',
      patch: { holder: clerk.id },
    })
    life.handed.push(blank)
  }
}

/** A blank card was dropped or bent before it was printed. */
export async function damageBlank(life: Life, at: At): Promise<void> {
  const blank = life.handed.pop()
  if (!blank) return
  await life.recorder.act({
    user: life.staff.clerks[0]!,
    at: at(),
    caseId: blank.caseId,
    type: BLANK,
    act: 'damage',
    patch: { spoilReason: 'scratched' },
  })
}

/** Defective cards go back to the bureau. */
export async function returnBlanks(life: Life, at: At): Promise<void> {
  for (const blank of life.stock.splice(-2))
    await life.recorder.act({
      user: life.staff.reviewer,
      at: at(),
      caseId: blank.caseId,
      type: BLANK,
      act: 'return',
      patch: { returnNote: '卡面有色差，整批抽检时发现' },
    })
}

/** The drawer is counted at the end of the day. */
export async function closeDay(life: Life, at: At): Promise<void> {
  const made = [...life.recorder.cases.all()].filter(
    c => c.type === 'residence-permits.application' && c.state === 'made',
  )
  await life.recorder.act({
    user: life.random.pick(life.staff.window),
    at: at(),
    type: 'residence-permits.closing',
    act: 'close',
    patch: { day: today(life), blanksCounted: life.handed.length, cardsCounted: made.length },
  })
}
