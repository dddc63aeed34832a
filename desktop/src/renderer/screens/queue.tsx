import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Desk } from '../../../../shared-types/src/model/domain.ts'
import type { ActAnswer, ListAnswer } from '../../api/cases.ts'
import { ActResult } from '../parts/act-result.tsx'
import { CasePane } from '../parts/case-pane.tsx'
import { EditLink } from '../parts/edit-link.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { QueueList } from '../parts/queue-list.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { oldestFirst } from '../state/oldest-first.ts'
import { aboutCases, useCall } from '../state/use-call.ts'
import { useListKeys } from '../state/use-list-keys.ts'

interface QueueProps {
  domain: string
  name: string
  desk: Extract<Desk, { kind: 'queue' }>
}

/** Most cases that a queue shows at once; what lies behind is found by typing. */
const SHOWN = 200

/** Cases that wait at a desk: the list at the left, the case and its steps at the right. */
export function QueueScreen({ domain, name, desk }: QueueProps) {
  const { t } = useTranslation()
  const type = `${domain}.${desk.record}`
  const [text, setText] = useState('')
  const query = { type, desk: name, limit: SHOWN, ...oldestFirst(useHouse().kind(type)), ...(text && { text }) }
  const { answer, failure, reload } = useCall('cases.list', query, aboutCases(type))
  const [search] = useSearchParams()
  const { at, move, choose, stay } = useSelection(answer, search.get('case') ?? undefined)
  const [last, setLast] = useState<{ step: string; answer: ActAnswer }>()
  useListKeys(move)
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  return (
    <div className="queue">
      <aside className="queue-side">
        <QueueFind text={text} change={setText} />
        <QueueList rows={answer.rows} total={answer.total} selected={at} open={row => choose(row.id)} />
      </aside>
      <div className="queue-main">
        {last && <ActResult type={type} step={last.step} answer={last.answer} />}
        {at ? (
          <CasePane
            key={at}
            id={at}
            first={desk.steps}
            actions={view => <EditLink view={view} />}
            done={(result, step) => {
              setLast({ step, answer: result })
              if (result.print?.ended === 'uncertain' || result.print?.ended === 'running') stay()
            }}
          />
        ) : (
          <EmptyNote text={text ? t('list.noMatch') : t('queue.empty')} />
        )}
      </div>
    </div>
  )
}

function QueueFind({ text, change }: { text: string; change(text: string): void }) {
  const { t } = useTranslation()
  return (
    <Input
      allowClear
      placeholder={t('queue.find')}
      aria-label={t('queue.find')}
      value={text}
      onChange={event => change(event.target.value)}
    />
  )
}

interface Chosen {
  id: string
  place: number
  kept?: boolean
}

/**
 * Which case is open: the one that was chosen while it is in the list, else the one that took its place, so that after a
 * step the next case stands there by itself. `stay` keeps the case open although it has left the list.
 */
function useSelection(answer: ListAnswer | undefined, wanted: string | undefined) {
  const [chosen, setChosen] = useState<Chosen | undefined>(wanted === undefined ? undefined : { id: wanted, place: 0 })
  const rows = answer?.rows ?? []
  const place = chosen ? rows.findIndex(row => row.id === chosen.id) : 0
  const current = place >= 0 ? place : Math.min(chosen?.place ?? 0, rows.length - 1)
  const at = chosen?.kept && place < 0 ? chosen.id : rows[current]?.id
  const choose = (id: string) => setChosen({ id, place: rows.findIndex(row => row.id === id) })
  if (at && place >= 0 && chosen?.place !== place) setChosen({ id: at, place, ...(chosen?.kept && { kept: true }) })
  if (at && place < 0 && !chosen?.kept) setChosen({ id: at, place: current })
  return {
    at,
    choose,
    move: (step: 1 | -1) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, current + step))]
      if (next) choose(next.id)
    },
    stay: () => at && setChosen({ id: at, place: current, kept: true }),
  }
}
