import { test } from 'vitest'
import { createPeople } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { expectNothingReadable, expectSearchSees } from './at-rest.expect.ts'

// The long form, with 1,000 numbers, is test/soak/at-rest.test.ts.

test(
  '60 ID numbers that went through a window are nowhere on its disk; in the same folder decrypted they are',
  () => expectNothingReadable(60),
  120_000,
)

test('the search sees a number in UTF-8, in UTF-16 and in a name', () => {
  expectSearchSees(createPeople(createRandom(1), '2026-06-15')([20, 60]))
})
