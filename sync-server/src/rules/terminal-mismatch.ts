import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

/** 异常操作监督: a print that came from no registered terminal, by device, address, network card and station. */
export const terminalMismatch: Rule = {
  id: 'terminal-mismatch',
  defaults: {},
  bounds: {},
  async judge({ db, day }) {
    const prints = await run<{ id: string }>(db, UNREGISTERED, [day])
    return prints.map(({ id }) => ({ rule: 'terminal-mismatch', subject: id, from: day, to: day, measure: 1 }))
  },
}

const UNREGISTERED = `
  select p.id from rule_prints p where p.day = ? and not exists (
    select 1 from rule_terminals t
    where t.device = p.device and t.ip = p.ip and lower(t.mac) = lower(p.mac) and t.station = p.station
      and t.active_from <= p.day and (t.active_to = '' or p.day <= t.active_to))`
