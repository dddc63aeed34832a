import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/cases.ts'
import { RowLine } from './row-line.tsx'

interface QueueListProps {
  rows: readonly Row[]
  total: number
  selected: string | undefined
  open(row: Row): void
}

/** The waiting cases, oldest first, with how many there are. */
export function QueueList({ rows, total, selected, open }: QueueListProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the selected line is scrolled to whenever it is another one
  useEffect(() => {
    list.current?.querySelector('.selected')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <>
      <p className="queue-count">
        {t('queue.count', { count: total })}
        <span className="faint">
          <kbd>J</kbd> <kbd>K</kbd> {t('queue.keys')}
        </span>
      </p>
      <ul className="row-lines scrolls" ref={list}>
        {rows.map(row => (
          <RowLine key={row.id} row={row} open={open} selected={row.id === selected} />
        ))}
      </ul>
      {total > rows.length && <p className="faint">{t('queue.more', { count: total - rows.length })}</p>}
    </>
  )
}
