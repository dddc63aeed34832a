import type { z } from 'zod'

export function call<A>() {
  return <S extends z.ZodType>(args: S) => ({ args, type: undefined as unknown as () => A })
}
