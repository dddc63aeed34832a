import { useCallback, useState } from 'react'
import type { Arguments } from '../../api.ts'

export type Query = Arguments<'cases.list'> & { offset: number; limit: number }

interface First {
  desk?: string | undefined
  filters?: Query['filters']
}

/**
 * What a list shows, of a desk that has a condition what meets it, kept for the page's life; a new condition begins at the
 * first page.
 */
export function useListQuery(
  type: string,
  { desk, filters }: First,
): { query: Query; put(change: Partial<Query>): void } {
  const [query, setQuery] = useState<Query>(() =>
    tidied({ type, offset: 0, limit: 50, ...(desk && { desk }), ...(filters && { filters }) }),
  )
  const put = useCallback((change: Partial<Query>) => {
    setQuery(now => tidied({ ...now, ...('offset' in change ? {} : { offset: 0 }), ...change }))
  }, [])
  return { query, put }
}

/** Without what is empty: the core's door takes no empty conditions. */
function tidied(query: Query): Query {
  const { text, states, filters, unit, flag, sort, ...rest } = query
  return {
    ...rest,
    ...(text && { text }),
    ...(states?.length && { states }),
    ...(filters && Object.keys(filters).length > 0 && { filters }),
    ...(unit && { unit }),
    ...(flag && { flag }),
    ...(sort?.field && { sort }),
  }
}
