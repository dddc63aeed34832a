import { QrcodeOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { type KeyboardEvent, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Row } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { useFound } from '../state/use-found.ts'
import { CodeCamera } from './code-camera.tsx'
import { RowLine } from './row-line.tsx'

/** Search over everything the person may read: names, their pinyin initials, numbers. Opens over the page. */
export function SearchPanel({ close }: { close(): void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const house = useHouse()
  const { place } = useSessionState()
  const [text, setText] = useState('')
  const { found, whenFound } = useSearch(text)
  const { rows, of: searched } = found
  const [at, setAt] = useState(0)
  const [camera, setCamera] = useState(false)
  const open = (row: Row) => {
    close()
    navigate(`/case/${row.id}`)
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Enter') whenFound(rows => rows[at] && open(rows[at]))
    if (event.key === 'Escape') close()
    if (step) setAt(Math.max(0, Math.min(rows.length - 1, at + step)))
    if (step || event.key === 'Escape') event.preventDefault()
  }
  return (
    <div className="search-cover">
      <button type="button" className="search-away" aria-label={t('print.close')} tabIndex={-1} onClick={close} />
      <div className="search-panel" role="dialog" aria-label={t('search.open')} onKeyDown={press}>
        <Input
          autoFocus
          size="large"
          placeholder={t('search.hint')}
          aria-label={t('search.hint')}
          value={text}
          onChange={event => {
            setText(event.target.value)
            setAt(0)
          }}
          suffix={
            place ? undefined : (
              <Button size="small" type="text" icon={<QrcodeOutlined />} onClick={() => setCamera(true)}>
                {t('camera.openCode')}
              </Button>
            )
          }
        />
        {camera && <CodeCamera close={close} />}
        {searched && rows.length === 0 && <p className="faint search-none">{t('search.none', { text: searched })}</p>}
        <ul className="row-lines">
          {rows.map((row, n) => (
            <li key={row.id} className="search-row">
              <span className="faint">{house.labels(row.type).record}</span>
              <ul>
                <RowLine row={row} open={open} selected={n === at} />
              </ul>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function useSearch(text: string) {
  const ask = useAsk()
  const look = useCallback(
    async (text: string): Promise<readonly Row[]> => (text ? ask('cases.search', { text, limit: 30 }) : []),
    [ask],
  )
  return useFound(text, look, 60)
}
