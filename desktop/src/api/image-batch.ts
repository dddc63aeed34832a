import { z } from 'zod'
import { call } from './call.ts'

/** Pictures of existing papers that are named by the number of their case. */
export const IMAGE_BATCH_CALLS = {
  /** Puts one picture to the case whose number its file name is; what became of it is the answer, also when it was nothing. */
  'import.image': call<JoinedImage>()(
    z.object({
      type: z.string(),
      /** Of the file: `number`, or `number-2`, `number_2` or `number(2)` for a further page. */
      name: z.string().max(300),
      bytes: z.instanceof(Uint8Array),
    }),
  ),
} as const

export interface JoinedImage {
  /** `same`: it was there already. */
  outcome: 'joined' | 'same' | 'refused'
  /** The case, where there is one. */
  title: string
  /** Why it was not joined. */
  text: string
}
