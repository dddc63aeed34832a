import type { CaseView } from '../../api/cases.ts'
import { isWide } from '../fields/field-input.tsx'
import { useHouse } from '../state/house.tsx'
import { CellValue } from './cell-value.tsx'

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
                      <CellValue caseId={view.id} type={view.type} cell={cell} />
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
