import type { Row } from '../../api/cases.ts'
import { DueLights } from './due-lights.tsx'
import { SendingMark } from './sending-mark.tsx'
import { StateTag } from './state-tag.tsx'

interface RowLineProps {
  row: Row
  open(row: Row): void
  selected?: boolean
}

/** A case as one entry of a narrow list. */
export function RowLine({ row, open, selected }: RowLineProps) {
  return (
    <li className={selected ? 'row-line selected' : 'row-line'}>
      <button type="button" onClick={() => open(row)} aria-current={selected}>
        <span className="row-line-head">
          <span className="row-line-title" title={row.title}>
            {row.title || row.id.slice(0, 8)}
          </span>
          <SendingMark sending={row.sending} />
        </span>
        <span className="row-line-foot">
          <DueLights type={row.type} due={row.due} />
          <span className="faint ellipsis" title={row.unitName}>
            {row.unitName}
          </span>
          <span className="grow" />
          <StateTag text={row.stateText} tone={row.tone} />
        </span>
      </button>
    </li>
  )
}
