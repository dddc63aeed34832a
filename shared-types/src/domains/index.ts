import { check } from '../engine/check.ts'
import { kindsOf } from '../engine/kinds.ts'
import type { Domain, Kinds } from '../model/domain.ts'
import { archive } from './archive/index.ts'
import { licences } from './licences/index.ts'
import { population } from './population/index.ts'
import { residencePermits } from './residence-permits/index.ts'
import { sealUse } from './seal-use/index.ts'
import { serviceRatings } from './service-ratings/index.ts'
import { supervision } from './supervision/index.ts'
import { venues } from './venues/index.ts'

/** Every domain of the product, in the order of the menu. Adding one is a folder and a line here. */
export const domains: readonly Domain[] = [
  residencePermits,
  population,
  serviceRatings,
  archive,
  sealUse,
  venues,
  licences,
  supervision,
]

const problems = check(domains)
if (problems.length > 0) throw new Error(`The domains do not hold together:\n${problems.join('\n')}`)

/** Every record type of the product by its full name. */
export const kinds: Kinds = kindsOf(domains)
