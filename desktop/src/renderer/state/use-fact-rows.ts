import { useEffect, useState } from 'react'
import { addDays } from '../../../../shared-types/src/engine/day.ts'
import type { FactsPage } from '../../api/facts.ts'
import { useAsk } from './client-context.ts'
import type { FactsQuery } from './facts-query.ts'
import { periodOf } from './period.ts'
import { useSessionState } from './session.tsx'
import { useAct } from './use-act.ts'

interface Shown extends FactsPage {
  query: FactsQuery
}

/** Rows by the conditions that are set, page behind page; a subject that the page was opened for is looked for at once. */
export function useFactRows(type: string, subject: string | undefined) {
  const ask = useAsk()
  const { today } = useSessionState()
  const { run, busy, failure, clear } = useAct()
  const [query, setQuery] = useState<FactsQuery>(() => ({
    from: subject === undefined ? periodOf('month', today).from : addDays(today, -27),
    until: today,
    ...(subject !== undefined && { subject }),
  }))
  const [shown, setShown] = useState<Shown>()
  const search = () =>
    run(async () => setShown({ ...(await ask('facts.list', { type, ...query, count: true })), query }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what the page was opened for
  useEffect(() => {
    if (subject !== undefined) void search()
  }, [])
  const older = () =>
    run(async () => {
      const last = shown?.rows.at(-1)
      if (!shown || !last) return
      const after = { day: last.day, time: last.time, id: last.id }
      const page = await ask('facts.list', { type, ...shown.query, after })
      setShown({ ...shown, more: page.more, rows: [...shown.rows, ...page.rows] })
    })
  return { query, setQuery, shown, search, older, busy, failure, clear }
}
