import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

/** 无申请制证: a print of no application, or of one that was not approved when it was printed. */
export const printWithoutApplication: Rule = {
  id: 'print-without-application',
  defaults: {},
  bounds: {},
  async judge({ db, day }) {
    const prints = await run<{ id: string }>(db, UNFOUNDED, [day])
    return prints.map(({ id }) => ({ rule: 'print-without-application', subject: id, from: day, to: day, measure: 1 }))
  },
}

const UNFOUNDED = `
  select p.id from rule_prints p where p.day = ? and not exists (
    select 1 from rule_applications a where a.id = p.made_for and a.decision = 'approved' and a.decided <= p.day)`
