import { test } from 'vitest'
import { expectNothingReadable } from '../faults/at-rest.expect.ts'

test(
  '1,000 ID numbers that went through a window are nowhere on its disk; in the same folder decrypted they are',
  () => expectNothingReadable(1000),
  900_000,
)
