import type { Balance } from '../../model/domain.ts'
import { cardKind, filled, state } from './conditions.ts'

const today = { all: [state('closed'), { field: 'day', is: 'equal', to: { today: 0 } }] } as const

/**
 * 日结平衡: approved = waiting + made, made = issued + in the drawer, and the same cards seen from the prints and from
 * the blank cards. What lies in the drawers is what was counted by hand that day.
 */
export const balances: Readonly<Record<string, Balance>> = {
  cards: {
    counts: {
      approved: { record: 'application', where: { all: [cardKind, state('passed', 'making', 'made', 'issued')] } },
      waiting: { record: 'application', where: state('passed', 'making') },
      made: { record: 'application', where: state('made', 'issued') },
      issued: { record: 'application', where: state('issued') },
      inDrawer: { record: 'closing', where: today, sum: 'cardsCounted' },
      goodPrints: { record: 'print', where: state('good') },
      voidPrints: { record: 'print', where: state('void') },
      blanksHanded: { record: 'blank', where: state('handed', 'loaded', 'used', 'spoiled') },
      blanksUsed: { record: 'blank', where: state('used') },
      blanksSpoiled: { record: 'blank', where: state('spoiled') },
      blanksMisprinted: { record: 'blank', where: { all: [state('spoiled'), filled('spoiledFor')] } },
      blanksInHand: { record: 'closing', where: today, sum: 'blanksCounted' },
    },
    equal: {
      approved: { left: ['approved'], right: ['waiting', 'made'] },
      made: { left: ['made'], right: ['issued', 'inDrawer'] },
      printed: { left: ['made'], right: ['goodPrints'] },
      used: { left: ['goodPrints'], right: ['blanksUsed'] },
      void: { left: ['voidPrints'], right: ['blanksMisprinted'] },
      blanks: { left: ['blanksHanded'], right: ['blanksUsed', 'blanksSpoiled', 'blanksInHand'] },
    },
    differences: {
      madeWithoutPrint: {
        record: 'application',
        where: { all: [state('made', 'issued'), { not: { some: 'goodPrints' } }] },
      },
      outcomeMissing: { record: 'application', where: state('making') },
      waitingForHolder: { record: 'application', where: state('made') },
      printWithoutCard: { record: 'print', where: { all: [state('good'), { not: { some: 'cards' } }] } },
      printWithoutOutcome: { record: 'print', where: state('sent') },
      voidWithoutBlank: { record: 'print', where: { all: [state('void'), { not: { some: 'spoiledBlank' } }] } },
      usedWithoutCard: { record: 'blank', where: { all: [state('used'), { not: { some: 'cards' } }] } },
      leftInPrinter: { record: 'blank', where: state('loaded') },
      atTheWindow: { record: 'blank', where: state('handed') },
    },
  },
}
