import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

/** 同一地址办理多个居住证: speaks when the holders at one address have doubled, beginning with `minHolders`. */
export const sharedAddress: Rule = {
  id: 'shared-address',
  defaults: { windowDays: 365, minHolders: 5 },
  bounds: {
    windowDays: { min: 1, max: 1100, whole: true },
    minHolders: { min: 2, max: 1000, whole: true },
  },
  async judge({ db, day, past }, { windowDays = 365, minHolders = 5 }) {
    const from = addDays(day, 1 - windowDays)
    const level = (holders: number) => Math.floor(Math.log2(holders / minHolders))
    const told = new Map<string, number>()
    for (const { subject, measure } of await past.since('shared-address', from))
      told.set(subject, Math.max(told.get(subject) ?? -1, level(Number(measure))))
    const addresses = await run<{ address: string; holders: number }>(db, HOLDERS, [day, from, day, minHolders])
    return addresses
      .filter(({ address, holders }) => level(Number(holders)) > (told.get(address) ?? -1))
      .map(({ address, holders }) => ({
        rule: 'shared-address',
        subject: address,
        from,
        to: day,
        measure: Number(holders),
        threshold: minHolders * 2 ** level(Number(holders)),
      }))
  },
}

const HOLDERS = `
  select a.address, count(distinct a.citizen) as holders from rule_applications a
  where a.address in (select address from rule_applications where day = ? and address <> '') and a.day between ? and ?
  group by a.address having count(distinct a.citizen) >= ?`
