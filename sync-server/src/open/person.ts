import { z } from 'zod'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { showValue } from '../../../shared-types/src/engine/show.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { CardItem } from '../../../shared-types/src/model/record.ts'
import type { Directory } from '../directory.ts'
import type { OpenCase } from './open-cases.ts'
import { openRoute } from './open-route.ts'
import { casesOfPerson, personLine, personQuestion } from './person-number.ts'
import { OpenRefusal } from './problem.ts'

const instant = z.iso.datetime()
const answer = z.object({
  /** With its middle covered, like the name, where the app may not see it whole. */
  number: z.string(),
  name: z.string().optional(),
  sex: z.string().optional(),
  nation: z.string().optional(),
  birth: z.string().optional(),
  address: z.string().optional(),
  whole: z.boolean(),
  records: z.array(z.object({ record: z.string(), unit: z.string(), updatedAt: instant })),
})

/** Who somebody is, as the newest of the records that the app may be told of have it. */
export const person = openRoute({
  path: '/v1/persons/look',
  name: 'person',
  scopes: ['person.masked', 'person.whole'],
  request: personQuestion,
  answer,
  async handle(parts, ask, asked, record) {
    const found = await casesOfPerson(parts, ask, asked, 'person')
    const whole = ask.scopes.has('person.whole')
    const line = personLine(asked, found)
    await record({ ...line, patch: { ...line.patch, ...(whole && { whole: 'yes' }) } })
    if (found.length === 0) throw new OpenRefusal('not-found')
    const said = (item: CardItem, mask = false) => newest(found, item, mask)
    return {
      number: whole ? asked.number : maskPersonId(asked.number),
      ...said('name', !whole),
      ...said('sex'),
      ...(whole && { ...said('nation'), ...said('birth'), ...said('address') }),
      whole,
      records: found.map(one => recordLine(one, ask.directory)),
    }
  },
})

/** Of an item of the card the value that changed last, in Chinese words; nothing of fields that are not for everybody. */
function newest(found: readonly OpenCase[], item: CardItem, mask: boolean): Partial<Record<CardItem, string>> {
  for (const { kind, c } of found) {
    const name = kind.record.card?.[item]
    const field = name === undefined ? undefined : kind.record.fields[name]
    if (!field || field.only) continue
    const value = c.data[name!]
    const text =
      field.kind === 'date'
        ? String(value ?? '')
        : showValue(kind, mask ? { ...field, masked: true } : field, value, 'zh-CN', { mask })
    if (text) return { [item]: text }
  }
  return {}
}

const recordLine = ({ kind, c }: OpenCase, { units }: Directory) => ({
  record: label(kind, 'zh-CN').record,
  unit: units.find(unit => unit.id === c.unit)?.name ?? c.unit,
  updatedAt: c.updatedAt,
})
