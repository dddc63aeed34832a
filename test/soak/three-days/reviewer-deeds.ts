import { addDays } from '../../../shared-types/src/engine/day.ts'
import { APPLICATION, PERMIT, RESIDENT } from '../../journeys/permit.ts'
import { acted, type Deed, type Desk } from './deeds.ts'

/** What a reviewer does in a day: passes and rejects, looks over lists, takes reports and workbooks out. */
export function reviewerDeeds(desk: Desk): Record<string, Deed> {
  const { window, random } = desk
  const pending = async () => {
    const { rows } = await window.call('cases.list', { type: APPLICATION, states: ['accepted'], limit: 50 })
    return rows.length ? random.pick(rows) : undefined
  }
  const purpose = { purpose: '月底核对台账' }
  const pass: Deed = async () => {
    const found = await pending()
    return found && acted(desk, APPLICATION, found.id, 'pass', {})
  }
  return {
    pass,
    passAgain: pass,
    list: async () => void (await window.call('cases.list', { type: RESIDENT, offset: random.whole(0, 100) })),
    permits: async () => void (await window.call('cases.list', { type: PERMIT })),
    report: async () => {
      const { today } = await window.call('session.state', {})
      const span = { from: addDays(today, -30), to: today }
      await window.call('reports.run', { domain: 'residence-permits', report: 'acceptedByState', ...span })
      return undefined
    },
    workbook: async () => void (await window.call('export.list', { query: { type: RESIDENT }, ...purpose })),
    paper: async () => {
      const { rows } = await window.call('cases.list', { type: APPLICATION, limit: 20 })
      if (!rows.length) return undefined
      const { id } = random.pick(rows)
      await window.call('print.preview', { id, template: 'receipt' })
      return undefined
    },
    reveal: async () => {
      const { rows } = await window.call('cases.list', { type: RESIDENT, limit: 20 })
      if (rows.length)
        await window.call('cases.reveal', { id: random.pick(rows).id, field: 'citizenId', purpose: 'inquiry' })
      return undefined
    },
    settings: async () => void (await window.call('settings.read', {})),
  }
}
