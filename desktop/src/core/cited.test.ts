import { expect, test } from 'vitest'
import { domains, kinds } from '../../../shared-types/src/domains/index.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { below, userOf } from '../../../shared-types/src/engine/organisation.ts'
import { blank } from '../../../shared-types/src/engine/screen.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { PEOPLE, UNITS } from '../../../sync-server/src/demo/organisation.ts'
import { citedRows } from './cited.ts'
import { askingAs, listDesk } from './fixtures/list-desk.ts'

const TODAY = '2026-11-22'
const person = PEOPLE.find(({ login }) => login === 'liuqiang')!
const who = askingAs(userOf(person, person.posts[0]!.id, UNITS)!, TODAY)

const made = (type: string, id: string, unit: string, state: string, data: Data): Case => ({
  ...blank(kindOf(kinds, type), id, who.scope, `${TODAY}T00:00:00Z`),
  ...{ unit, state, version: 1, data },
})

test('evidence leads to the cases that its reader may read; of all others it says the same as of none', async () => {
  const near = made('population.resident', 'near', '330402520000', 'active', { name: '林晓' })
  const far = made('population.resident', 'far', '330411510000', 'active', { name: '周远' })
  const rows = [{ id: 'near', operator: '041202' }, { id: 'far' }, { id: 'nothing' }]
  const alert = made('supervision.alert', 'alert', '330402510000', 'open', { rows })
  const desk = await listDesk(domains, [near, far, alert], unit => below(UNITS, unit))
  const cited = await citedRows(desk, who, kindOf(kinds, alert.type), alert)
  expect(cited).toEqual([{ by: who.words.personName('041202'), id: 'near', title: '林晓' }, { by: '' }, { by: '' }])
  expect(await citedRows(desk, who, kindOf(kinds, near.type), near)).toEqual([])
})
