import type { z } from 'zod'
import type { AnswerOf, CallName, Calls } from '../../api.ts'
import type { Client } from '../core.ts'

/** One function for each call of the api; arguments are parsed before it is asked. */
export type Handlers = {
  [N in CallName]: (args: z.output<Calls[N]['args']>, client: Client) => Promise<AnswerOf<N>> | AnswerOf<N>
}
