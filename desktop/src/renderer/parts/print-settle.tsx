import { PrinterOutlined } from '@ant-design/icons'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyValue, Data } from '../../../../shared-types/src/model/field.ts'
import type { CaseView, ViewCell } from '../../api/cases.ts'
import type { OpenPrint } from '../../api/papers.ts'
import { useAsk } from '../state/client-context.ts'
import { focusFrom, moveByEnter } from '../state/form-keys.ts'
import { type House, useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FieldBox } from './field-box.tsx'
import { KeyButton } from './key-button.tsx'

type Outcome = 'good' | 'void' | 'nothing'

/** A print whose end nobody knows: the clerk looks at what came out and says so. It is never repeated by itself. */
export function PrintSettle({ print }: { print: OpenPrint }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const house = useHouse()
  const view = useCall('cases.open', { id: print.id }).answer
  const [outcome, setOutcome] = useState<Outcome>()
  const [patch, setPatch] = useState<Data>({})
  const [refused, setRefused] = useState<string[]>([])
  const { run, busy, failure } = useAct()
  const cells = outcome && view ? askedBy(house, view, outcome) : []
  const settle = async (chosen: Outcome) => {
    const asked = view ? askedBy(house, view, chosen) : []
    if (asked.length > 0 && outcome !== chosen) return setOutcome(chosen)
    const answer = await run(() => ask('print.settle', { id: print.id, outcome: chosen, patch }))
    setRefused(answer?.problems.map(p => p.text) ?? [])
  }
  return (
    <div className="print-settle" role="alert">
      <p>
        <PrinterOutlined /> <b>{print.title}</b> <Clock at={print.at} /> {print.device} {print.text}
      </p>
      <p>{t('print.ask')}</p>
      <div className="step-buttons">
        {(['good', 'void', 'nothing'] as const).map(one => (
          <KeyButton key={one} disabled={busy || !view} danger={one === 'void'} onClick={() => void settle(one)}>
            {t(`print.${one}`)}
          </KeyButton>
        ))}
      </div>
      {cells.length > 0 && (
        <VoidReasons type={print.type} cells={cells} patch={patch} change={setPatch} go={() => void settle('void')} />
      )}
      {refused.map(text => (
        <p key={text} className="step-problem">
          {text}
        </p>
      ))}
      {failure && <FailureNote failure={failure} inline />}
    </div>
  )
}

interface VoidReasonsProps {
  type: string
  cells: readonly ViewCell[]
  patch: Data
  change(patch: Data): void
  go(): void
}

function VoidReasons({ type, cells, patch, change, go }: VoidReasonsProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const put = (field: string, value: AnyValue | null) => change({ ...patch, [field]: value })
  return (
    <div className="field-grid" ref={area} onKeyDownCapture={event => moveByEnter(event)}>
      {cells.map(cell => (
        <FieldBox
          key={cell.name}
          type={type}
          cell={cell}
          value={patch[cell.name] ?? undefined}
          hint={undefined}
          problems={[]}
          change={put}
          done={() => setTimeout(() => area.current && focusFrom(area.current, document.activeElement!, 1), 30)}
        />
      ))}
      <KeyButton danger type="primary" hotkey="F9" data-submit onClick={go}>
        {t('print.confirmVoid')}
      </KeyButton>
    </div>
  )
}

/** What the step that records this end of a print asks for. */
function askedBy(house: House, view: CaseView, outcome: Outcome): ViewCell[] {
  const { record } = house.kind(view.type)
  const printing = Object.values(record.workflow.steps).find(s => s.prints?.outcome && s.to === view.state)?.prints
  const step = printing?.outcome && record.workflow.steps[printing.outcome[outcome]]
  const labels = house.labels(view.type)
  return (step?.asks ?? []).map(name => {
    const field = record.fields[name]!
    return {
      name,
      field,
      value: undefined,
      text: '',
      label: labels.field(name),
      editable: true,
      required: field.required !== false,
      masked: false,
    }
  })
}
