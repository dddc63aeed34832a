import type { Step } from '../../model/record.ts'
import { filled, state } from './conditions.ts'

const office = ['clerk', 'reviewer'] as const
const typeInUse = { some: 'ownType', where: state('inUse') } as const
const libraryNumber = { some: 'ownType', where: { field: 'numberedBy', is: 'equal', to: 'library' } } as const

/** An end against or without the holder's wish names its ground (Administrative Licensing Law, articles 69 and 70). */
const ending = (to: string): Step => ({
  from: ['valid', 'suspended'],
  to,
  by: ['reviewer'],
  asks: ['endGround', 'endNote'],
  sets: { endedOn: { now: 'date' } },
  danger: true,
})

export const licenceSteps: Readonly<Record<string, Step>> = {
  /** One that exists already, with the number that stands on it. */
  register: {
    from: ['draft'],
    to: 'valid',
    by: ['auxiliary', ...office],
    guards: {
      typeInUse: { any: [{ field: 'licenceType', is: 'empty' }, typeInUse] },
      hasNumber: { any: [filled('licenceNo'), { not: libraryNumber }] },
    },
    sets: { registeredOn: { now: 'date' } },
  },
  /** A new one, with the next number of the library. */
  issue: {
    from: ['draft'],
    to: 'valid',
    by: ['reviewer'],
    notBy: ['edit'],
    guards: {
      typeInUse,
      ownNumber: libraryNumber,
      noNumber: { not: filled('licenceNo') },
    },
    sets: { licenceNo: { number: 'licence' }, registeredOn: { now: 'date' } },
  },
  /** 变更: opened by one, confirmed by another. */
  change: {
    from: ['valid'],
    to: 'changing',
    by: office,
    asks: ['changeReason'],
    sets: { changedBy: { user: 'id' }, changedOn: { now: 'date' } },
  },
  confirmChange: { from: ['changing'], to: 'valid', by: ['reviewer'], notBy: ['change', 'edit'] },
  /** 延续 */
  extend: {
    from: ['valid'],
    to: 'valid',
    by: ['reviewer'],
    guards: { hasEnd: { not: { field: 'longTerm', is: 'equal', to: true } } },
    asks: ['holdsUntil'],
    sets: { extendedOn: { now: 'date' } },
  },
  /** 补发: the code on the lost one holds no longer. */
  reissue: {
    from: ['valid'],
    to: 'valid',
    by: ['reviewer'],
    asks: ['reissueReason'],
    sets: { reissuedOn: { now: 'date' }, reissued: { plus: 1, to: { field: 'reissued' } } },
  },
  attach: { from: ['valid'], to: 'valid', by: ['auxiliary', ...office], asks: ['licenceScan'] },
  askCode: {
    from: ['valid'],
    to: 'valid',
    by: office,
    guards: { noneYet: { not: { any: [filled('codeAskedOn'), filled('licenceCode')] } } },
    sets: { codeAskedOn: { now: 'date' } },
  },
  encode: {
    from: ['valid'],
    to: 'valid',
    by: ['centre'],
    hidden: true,
    asks: ['licenceCode', 'codeCount'],
    sets: { codedOn: { now: 'date' } },
  },
  suspend: { from: ['valid'], to: 'suspended', by: ['reviewer'], asks: ['suspendReason'], danger: true },
  resume: { from: ['suspended'], to: 'valid', by: ['reviewer'] },
  cancel: ending('cancelled'),
  revoke: ending('revoked'),
  annul: ending('annulled'),
  /** Registered by mistake. */
  strike: {
    from: ['valid'],
    to: 'void',
    by: ['reviewer'],
    notBy: ['register'],
    asks: ['endNote'],
    sets: { endedOn: { now: 'date' } },
    danger: true,
  },
}
