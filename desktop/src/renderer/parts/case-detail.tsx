import { lazy, Suspense } from 'react'
import type { CaseView, ViewCell } from '../../api/cases.ts'
import { isWide } from '../fields/field-input.tsx'
import { rowsOf } from '../fields/table.tsx'
import { useHouse } from '../state/house.tsx'
import { CellValue } from './cell-value.tsx'
import { CodePicture } from './code-picture.tsx'
import { EvidenceTable } from './evidence-table.tsx'

/** Drawing is loaded with the first case that has something to draw. */
const DayCurve = lazy(() => import('./day-curve.tsx').then(({ DayCurve: curve }) => ({ default: curve })))

/** A case to read, in its sections; fields in which nothing stands are left out once the case is saved. */
export function CaseDetail({ view }: { view: CaseView }) {
  const labels = useHouse().labels(view.type)
  return (
    <>
      {view.sections.map(({ section, cells }) => {
        const filled = cells.filter(cell => cell.text !== '' || cell.required)
        return (
          filled.length > 0 && (
            <section key={section} className="field-section">
              <h3>{labels.section(section)}</h3>
              <dl className="detail-grid">
                {filled.map(cell => (
                  <div key={cell.name} className={isWide(cell) ? 'wide-field' : ''}>
                    <dt>{cell.label}</dt>
                    <dd>
                      <DetailValue view={view} cell={cell} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        )
      })}
    </>
  )
}

/** A value to read; of a table of counts the curve too, of rows of evidence the cases that they are. */
function DetailValue({ view, cell }: { view: CaseView; cell: ViewCell }) {
  const { code, curve, evidence } = useHouse().kind(view.type).record
  if (code?.text === cell.name && cell.text) return <CodePicture key={cell.text} caseId={view.id} text={cell.text} />
  if (evidence?.table === cell.name && rowsOf(cell.value).length > 0)
    return <EvidenceTable type={view.type} evidence={evidence} rows={rowsOf(cell.value)} cited={view.cited} />
  const value = <CellValue caseId={view.id} type={view.type} cell={cell} />
  if (curve?.table !== cell.name || rowsOf(cell.value).length === 0) return value
  return (
    <>
      <Suspense fallback={<div style={{ height: 220 }} />}>
        <DayCurve view={view} curve={curve} />
      </Suspense>
      <div className="curve-figures">{value}</div>
    </>
  )
}
