import { Link } from 'react-router'
import type { FactSubject as Subject } from '../../api/facts.ts'

/** What a row is about: the case that it names, where the person may read one, else the name alone. */
export function FactSubject({ row: { subject, caseId, title } }: { row: Subject & { subject: string } }) {
  if (caseId === undefined) return <span className="mono">{subject}</span>
  return <Link to={`/case/${caseId}`}>{title}</Link>
}
