import type { Balance } from '../model/domain.ts'

export interface LedgerLine {
  name: string
  left: number
  right: number
  even: boolean
}

/** The equations of a balance over its counts. A count that is missing is a fault of the caller and throws. */
export function ledger(balance: Balance, counts: Readonly<Record<string, number>>): LedgerLine[] {
  const sum = (names: readonly string[]) =>
    names.reduce((total, name) => {
      const count = counts[name]
      if (count === undefined) throw new Error(`There is no count ${name}`)
      return total + count
    }, 0)
  return Object.entries(balance.equal).map(([name, { left, right }]) => {
    const [l, r] = [sum(left), sum(right)]
    return { name, left: l, right: r, even: l === r }
  })
}
