import { beforeAll, describe, expect, it } from 'vitest'
import { INVENTED_PEOPLE } from '../../../native-bridges/src/drivers/invented-people.ts'
import { cardHolders, cardNotes } from '../../../scripts/start/invented-holders.ts'
import { kinds } from '../../../shared-types/src/domains/index.ts'
import { addMonths } from '../../../shared-types/src/engine/day.ts'
import { standing } from '../../../shared-types/src/engine/entitlement.ts'
import { apply } from '../../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { userOf } from '../../../shared-types/src/engine/organisation.ts'
import { parsePersonId } from '../../../shared-types/src/engine/person-id.ts'
import { blank } from '../../../shared-types/src/engine/screen.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import { LONG_RUN } from '../../../test/databases.ts'
import { demoData } from './demo-data.ts'
import { createMemoryCases } from './memory-cases.ts'
import { PEOPLE, UNITS } from './organisation.ts'

const UNIT = '330402510000'
const APPLICATION = kindOf(kinds, 'residence-permits.application')

/** The demo of a day as a clerk of the station finds it when a card is laid down. */
async function desk(today: string) {
  const holders = cardHolders(UNIT)
  const data = await demoData(3, today, { holders })
  const store = createMemoryCases(kinds)
  for (const [i, event] of data.events.entries()) {
    const [before] = (await store.get([event.caseId])).values()
    store.put(apply(kindOf(kinds, event.type), before, { ...event, seq: i + 1, verdict: 'accepted', problems: [] }))
  }
  const user = userOf(
    PEOPLE.find(p => p.login === 'zhangwei'),
    '041102-1',
    UNITS,
  )!
  const scope = { today, user, parameters: {} }
  const look = async (key: string) => {
    const citizenId = INVENTED_PEOPLE.find(p => p.key === key)!.card.idNumber
    const c = { ...blank(APPLICATION, '', scope, `${today}T01:00:00.000Z`), data: { citizenId } }
    const found = await related(store, kinds, APPLICATION, c, scope)
    return { found, standing: standing(APPLICATION, 'halfYear', { ...scope, related: found }) }
  }
  return { data, look }
}

it('tells of every simulated card, in a few words', () => {
  const notes = cardNotes()
  expect(Object.keys(notes).sort()).toEqual(INVENTED_PEOPLE.map(p => p.key).sort())
  for (const note of Object.values(notes)) expect(note.length).toBeLessThan(20)
})

it.each(INVENTED_PEOPLE)('knows $key by a valid number', ({ card }) => {
  expect(parsePersonId(card.idNumber, '2026-11-22')).toMatchObject({ ok: true, birth: card.birth })
})

// The second day has the longest holidays behind it, the third no published calendar.
describe.each(LONG_RUN ? ['2026-11-22', '2027-02-20', '2029-01-02'] : ['2027-02-20'])(
  'who lays a card down on %s',
  today => {
    let demo: Awaited<ReturnType<typeof desk>>
    beforeAll(async () => {
      demo = await desk(today)
    })
    const look = (key: string) => demo.look(key)

    it.each(['first', 'long-name', 'child'])('may apply for a first permit: %s has lived here for long', async key => {
      const { found, standing } = await look(key)
      expect(standing).toMatchObject({ now: true })
      expect(standing.spells).toHaveLength(1)
      expect([...found.applications!, ...found.permits!]).toEqual([])
    })

    it('may by employment alone', async () => {
      const { found, standing } = await look('second')
      expect(standing.now).toBe(true)
      const [home] = found.residences!
      expect(addMonths(String(home!.data.livedSince), 6) > today).toBe(true)
    })

    it('may by two spells, neither of which would do', async () => {
      const { found, standing } = await look('young')
      expect(standing.now).toBe(true)
      expect(found.residences!.map(c => c.state).sort()).toEqual(['active', 'left'])
      for (const { since, until = today } of standing.spells) expect(addMonths(since, 6) > until).toBe(true)
    })

    it.each(['tibetan', 'hong-kong', 'foreigner-2017'])('may not yet, and on a known day: %s', async key => {
      const { standing } = await look(key)
      expect(standing.now).toBe(false)
      expect(standing.on! > today).toBe(true)
    })

    it('has left, and no day is known', async () => {
      const { found, standing } = await look('expired')
      expect(found.residences!.map(c => c.state)).toEqual(['left'])
      expect(standing).toMatchObject({ now: false, months: 6 })
      expect(standing.on).toBeUndefined()
    })

    it('waits for review, or for the card that is made', async () => {
      expect((await look('rare-name-2')).found.openApplications!.map(c => c.state)).toEqual(['accepted'])
      expect((await look('rare-name')).found.openApplications!.map(c => c.state)).toEqual(['made'])
    })

    it('holds a permit: due for endorsement, suspended, lost', async () => {
      const permit = async (key: string) => (await look(key)).found.permits!
      const [due] = await permit('long-term')
      expect(due!.state).toBe('valid')
      expect(due!.data.endorseFrom! <= today && due!.data.endorsedUntil! > today).toBe(true)
      const [suspended] = await permit('korean')
      expect(suspended!.state).toBe('valid')
      expect(suspended!.data.endorsedUntil! < today).toBe(true)
      expect((await permit('new-address')).map(c => c.state)).toEqual(['lost'])
    })

    it('is unknown', async () => {
      const { found } = await look('foreigner-2023')
      expect(Object.values(found).flat()).toEqual([])
    })

    it('lives in the past, in order, like everybody', () => {
      const { events } = demo.data
      expect(events.every((e, i) => i === 0 || events[i - 1]!.at <= e.at)).toBe(true)
      expect(events.at(-1)!.at < `${today}T`).toBe(true)
    })
  },
)
